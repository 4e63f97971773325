import { type Child, h } from '../dom.ts'
import type { Booking, Step } from '../model.ts'
import * as en from '../text/en.ts'
import { detailsStep } from './details-step.ts'
import { locationStep } from './location-step.ts'
import { reasonStep } from './reason-step.ts'
import { sent } from './sent.ts'
import { stepHeading } from './step-heading.ts'
import { timeStep } from './time-step.ts'

const steps: { readonly [step in Exclude<Step, 'sent'>]: [view: (booking: Booking) => Child, heading: string] } = {
  location: [locationStep, en.whichLocation],
  reason: [reasonStep, en.whatDoYouNeed],
  time: [timeStep, en.chooseTime],
  details: [detailsStep, en.yourDetails],
}

/** Where more is known of the patient than a practice's website knows, less has to be asked. */
export const useDetailsStep = (view: (booking: Booking) => Child) => {
  steps.details[0] = view
}

/** The screen of the step the booking is at; those that ask something are one form each. */
export const screen = (booking: Booking) => {
  const step = booking.step.value
  if (step === 'sent') return sent(booking)
  const [view, heading] = steps[step]
  return h(
    'form',
    {
      key: step,
      novalidate: '',
      onsubmit: (event) => {
        event.preventDefault()
        if (step === 'details') booking.send()
        else booking.goOn()
      },
    },
    stepHeading(booking, heading),
    view(booking),
    // For what was chosen with the arrow keys, or before coming back; a tap needs no second one.
    step !== 'details' && booking.choice.value && h('button', { class: 'btn go' }, en.goOn),
  )
}
