/** Does what is not to be seen at once, when what is has been painted. */
export const afterPicture = (work: () => void): void => void requestAnimationFrame(() => setTimeout(work))
