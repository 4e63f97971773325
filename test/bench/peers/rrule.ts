// rrule ships one CommonJS file whose names Node finds on the default export only; its types know no such export.
import * as library from 'rrule'
import type { Weekday } from './peer.ts'

export const { RRule } = (library as unknown as { default: typeof library }).default

export function rruleWeekdays(weekdays: readonly Weekday[]) {
  return weekdays.map((weekday) => RRule[weekday])
}
