/** How long something takes, in milliseconds, over many runs. */
export interface Timing {
  readonly minimum: number
  readonly median: number
  /** From the first quartile to the third. */
  readonly spread: number
  readonly runs: number
}

/**
 * Times things side by side: every round runs each of them once, so that a slow moment of the machine meets all alike.
 * Two rounds warm up; then rounds follow until `budgetMs` is spent, at least 3 and at most 60.
 */
export async function measure(things: readonly (() => unknown)[], budgetMs = 2000): Promise<Timing[]> {
  const samples = things.map((): number[] => [])
  const round = async (keep: boolean): Promise<void> => {
    for (const [i, thing] of things.entries()) {
      const started = performance.now()
      await thing()
      const took = performance.now() - started
      if (keep) samples[i]!.push(took)
    }
  }
  await round(false)
  await round(false)
  const end = performance.now() + budgetMs
  for (let done = 0; done < 3 || (done < 60 && performance.now() < end); done++) await round(true)
  return samples.map(summarize)
}

export function summarize(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!
  return { minimum: at(0), median: at(0.5), spread: at(0.75) - at(0.25), runs: sorted.length }
}

export const milliseconds = (value: number): string => value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)
