// Runs before the first paint, as a file of its own since the CSP allows no inline script: the wrong theme never flashes.
try {
  const theme = localStorage.getItem('hookbench.theme')
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
} catch {
  // Storage is blocked: the system's theme is shown.
}
