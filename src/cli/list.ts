/** For options that may be given several times. */
export const many = (value: string, before: string[] = []): string[] => [...before, value]
