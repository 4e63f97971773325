import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { button } from './button.ts'

/** That the time is kept, and for how much longer; read out when it changes. */
export const holdNotice = ({ hold, renew }: Booking) => {
  const state = hold.value?.state
  return h(
    'p',
    { class: state ? 'b y' : 'm', role: 'status' },
    hold.value && (state === 'ended' ? en.holdEnded : state ? en.holdEnding : en.held),
    state && button('lk', renew, en.keepLonger),
  )
}
