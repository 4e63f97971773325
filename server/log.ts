/** One line of the log. Values are ids, counts and codes; never what a patient or staff typed, never a URL's query. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly [field: string]: string | number | undefined
}

export type Log = (entry: LogEntry) => void
