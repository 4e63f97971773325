import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { beenBefore } from './been-before.ts'
import { birthDateField } from './birth-date-field.ts'
import { checkBox } from './check-box.ts'
import { errorSummary } from './error-summary.ts'
import { sendPart } from './send-part.ts'
import { summary } from './summary.ts'
import { takenNotice } from './taken-notice.ts'
import { textField } from './text-field.ts'

/** Who: the fewest things the practice needs to answer and to know the patient again. */
export const detailsStep = (booking: Booking) => {
  const { someoneElse } = booking.details.value
  // What the browser knows of the person typing must not fill in someone else's name.
  const own = (token: string) => (someoneElse ? 'off' : token)
  return [
    errorSummary(booking),
    takenNotice(booking),
    summary(booking),
    beenBefore(booking),
    h(
      'div',
      { class: 's' },
      checkBox(booking, 'someoneElse', en.someoneElse),
      someoneElse &&
        h(
          'div',
          { class: 'q p' },
          textField(booking, 'guardian/given', en.yourGiven, 'given-name'),
          textField(booking, 'guardian/family', en.yourFamily, 'family-name'),
        ),
    ),
    someoneElse && h('h3', {}, en.aboutPatient),
    h(
      'div',
      { class: 'p' },
      textField(booking, 'given', en.given, own('given-name')),
      textField(booking, 'family', en.family, own('family-name')),
    ),
    birthDateField(booking),
    textField(booking, 'mobile', someoneElse ? en.yourMobile : en.mobile, 'tel', en.oneIsEnough),
    textField(booking, 'email', someoneElse ? en.yourEmail : en.email, 'email'),
    textField(booking, 'note', en.note),
    booking.practice.consents &&
      h(
        'fieldset',
        { class: 's' },
        h('legend', {}, en.mayWrite),
        checkBox(booking, 'byEmail', en.byEmail),
        checkBox(booking, 'byText', en.byText),
        h('p', { class: 'm' }, en.changeLater),
      ),
    sendPart(booking),
  ]
}
