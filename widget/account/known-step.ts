import { signal } from '@preact/signals-core'
import { type Details, noDetails } from '../details.ts'
import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { list } from '../text/fill.ts'
import { button } from '../view/button.ts'
import { checkBox } from '../view/check-box.ts'
import { detailsStep } from '../view/details-step.ts'
import { errorSummary } from '../view/error-summary.ts'
import { sendPart } from '../view/send-part.ts'
import { summary } from '../view/summary.ts'
import { takenNotice } from '../view/taken-notice.ts'
import { textField } from '../view/text-field.ts'
import { latin } from './view/parts.ts'

/** The booking whose details are typed after all. */
const typedIn = signal<Booking | null>(null)
/** What is known of the patient, while they ask for somebody else. */
const ownOf = new WeakMap<Booking, Details>()

/**
 * Who, for a patient whom the practice knows: what it has already is shown, not asked for, and what may be written to them
 * is kept with their account. For somebody else they are the one who asks, and the form is as for everybody.
 */
export const knownStep = (booking: Booking) => {
  const { details, problems, change } = booking
  const { given, family, mobile, email, note, someoneElse, isNewPatient } = details.value
  if (someoneElse) {
    const own = ownOf.get(booking)
    return detailsStep({
      ...booking,
      change: (typed) => change(typed.someoneElse === false ? { ...own, note } : typed),
    })
  }
  // Somebody changes them, or something in them is not as the server wants it.
  const isTyped = typedIn.value === booking || problems.value.some(({ field }) => !/^(time|note)$/.test(field))
  if (isTyped || isNewPatient !== false) return detailsStep(booking)
  const forSomeoneElse = () => {
    ownOf.set(booking, details.value)
    const asking = { 'guardian/given': given, 'guardian/family': family, mobile, email }
    change({ ...noDetails, ...asking, note, someoneElse: true })
  }
  return [
    errorSummary(booking),
    takenNotice(booking),
    summary(booking),
    null,
    // Where it stands in the other form, so that the focus stays on it.
    h('div', { class: 's' }, checkBox({ details, change: forSomeoneElse }, 'someoneElse', en.someoneElse)),
    h(
      'div',
      { class: 'q' },
      h(
        'div',
        { class: 'r' },
        h('h3', {}, `${given} ${family}`),
        button('lk', () => (typedIn.value = booking), en.change),
      ),
      h('p', { class: 'm' }, list(latin(mobile), latin(email))),
    ),
    textField(booking, 'note', en.note),
    sendPart(booking),
  ]
}
