import type { PracticeFile } from '../../server/contract/practice-file.ts'

export type Exception = PracticeFile['practitioners'][number]['exceptions'][number]
export type ExceptionKind = 'away' | 'away-part' | 'works'

export function exceptionKind({ windows, remove }: Exception): ExceptionKind {
  if (remove) return 'away-part'
  return windows && windows.length > 0 ? 'works' : 'away'
}

/** The same dates with another meaning. */
export function asException(exception: Exception, kind: ExceptionKind, location: string | undefined): Exception {
  const { windows: _windows, remove: _remove, ...dates } = exception
  switch (kind) {
    case 'away':
      return { ...dates, windows: [] }
    case 'away-part':
      return { ...dates, remove: { start: '14:00', end: '17:00' } }
    case 'works':
      return { ...dates, windows: [{ start: '09:00', end: '12:00', ...(location === undefined ? {} : { location }) }] }
  }
}

/** First and last date; empty: not given. */
export function exceptionDates({ date, from, through }: Exception): { from: string; through: string } {
  return { from: date ?? from ?? '', through: date ?? through ?? '' }
}

/** One date is written as one, several as a range. */
export function withDates(exception: Exception, from: string, through: string): Exception {
  const { date: _date, from: _from, through: _through, ...rest } = exception
  return from === through ? { date: from, ...rest } : { from, through, ...rest }
}

/** Every practitioner's, by `id.index`, the next first. `past`: over before today, the last first. */
export function sortedExceptions(file: PracticeFile, today: string) {
  const all = file.practitioners
    .flatMap((practitioner, at) =>
      practitioner.exceptions.map((exception, index) => ({
        ...{ practitioner, exception, index },
        pointer: `/practitioners/${at}/exceptions/${index}`,
        key: `${practitioner.id}.${index}`,
        dates: exceptionDates(exception),
      })),
    )
    .sort((a, b) => (a.dates.from < b.dates.from ? -1 : a.dates.from > b.dates.from ? 1 : 0))
  const isOver = ({ dates }: (typeof all)[number]) => dates.through !== '' && dates.through < today
  return { ahead: all.filter((each) => !isOver(each)), past: all.filter(isOver).reverse() }
}

/** The file with a practitioner's exceptions as `change` gives them. */
export function withExceptions(
  file: PracticeFile,
  id: string,
  change: (exceptions: readonly Exception[]) => Exception[],
): PracticeFile {
  return {
    ...file,
    practitioners: file.practitioners.map((each) =>
      each.id === id ? { ...each, exceptions: change(each.exceptions) } : each,
    ),
  }
}
