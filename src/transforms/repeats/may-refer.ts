/** Whether a text may hold a line of ours that refers to others: a look that costs next to nothing. */
export function mayRefer(text: string): boolean {
  return text.includes(' above, unchanged]') || text.includes(' above, now numbered ')
}
