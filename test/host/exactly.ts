/** Matches elements whose whole text this is, whatever elements it is made of; `:text-is()` would want the innermost one. */
export const exactly = (text: string) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`)
