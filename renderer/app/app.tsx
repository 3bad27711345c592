import { Toasts } from '../ui/toast.tsx'
import { useCommandKeys } from './commands.ts'

export function App() {
  useCommandKeys()
  return <Toasts />
}
