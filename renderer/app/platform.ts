/** Whether keys are written and pressed the Mac way. */
export const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform)
