import { z } from 'zod'

/** Short names in URLs and records: lower-case letters, digits and single hyphens. */
export const Id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens, like "chair-1"')
  .max(64)

/** A date that exists, `YYYY-MM-DD`. It never meets a time zone. */
export const LocalDate = z.iso.date('must be a date that exists, like "2026-11-24"')

/** An instant, ISO 8601 with `Z` or an offset: `2026-11-24T09:00:00-05:00`. */
export const Instant = z.iso.datetime({
  offset: true,
  error: 'must be a date and time with its offset, like "2026-11-24T09:00:00-05:00"',
})

/** A wall time of day, `HH:MM`, `00:00` to `24:00`. */
export const WallTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day from "00:00" to "24:00", like "09:30"')
