/** What of the parser's output the tests read; the package has no types. */
declare module 'parse-prometheus-text-format' {
  export interface Family {
    readonly name: string
    readonly type: string
    readonly metrics: readonly {
      readonly value?: string
      readonly labels?: Readonly<Record<string, string>>
      readonly buckets?: Readonly<Record<string, string>>
      readonly count?: string
      readonly sum?: string
    }[]
  }
  export default function parsePrometheusTextFormat(text: string): readonly Family[]
}
