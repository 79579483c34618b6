/** Starts each line that a suite prints, so that it can be told from what the workbench has to say. */
export const lineMark = '<test> '
