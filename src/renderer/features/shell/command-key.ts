/** The key that commands are given with on this keyboard. */
export const commandKey: string = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';
