import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { fill } from '../text/fill.ts'

/** "Check-up and clean, 40 min" */
export const visitText = ({ reason }: Booking) =>
  fill(en.visit, { name: reason.value?.name, minutes: reason.value?.durationMinutes })
