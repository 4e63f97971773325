import { expect, it } from 'vitest'
import { readInstant } from '../../server/pms/fhir/time.ts'

it.each([
  '00:00:01.001',
  '12:02:28.046',
  '12:02:28.001',
  '23:59:59.999',
  '00:00:01.1',
  '08:15:04.35',
  '08:15:32.000999',
])('reads %s to the millisecond', (time) => {
  const at = Date.parse(`2026-10-29T${time}Z`)
  expect(readInstant(`2026-10-29T${time}Z`, 'America/New_York')).toEqual({ earlier: at, later: at })
})
