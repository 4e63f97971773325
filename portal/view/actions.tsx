import type { Me, RequestDetail } from '../../server/contract/desk.ts'
import { possibleFor } from '../model/answer/possible.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'
import { Menu, MenuItem } from './menu.tsx'

type Practice = Me['practices'][number]

const menu = 'more-actions'
/** Says why the answers are off. */
export const writingId = 'being-written'

/**
 * What can be done with the open request; for those who may only look there is nothing. While an answer is on its way into the
 * practice system, what could be done else stands there, and is off.
 */
export function Actions(props: { portal: Portal; desk: Desk; request: RequestDetail; practice: Practice }) {
  const { portal, desk, request, practice } = props
  const { answering } = desk
  const isOff = request.writing !== null
  const can = possibleFor(isOff ? { ...request, writing: null } : request, practice)
  const does = (act: () => unknown) =>
    isOff ? { 'aria-disabled': true, 'aria-describedby': writingId } : { onClick: () => void act() }
  const letters = portal.lettersOn.value
  if (!can.link && !can.reschedule) return null
  return (
    <div class="actions">
      {can.accept && (
        <button type="button" class="button main" {...does(() => answering.accept(request))}>
          <Icon name="check" />
          Accept
          {letters && <KeyCap>A</KeyCap>}
        </button>
      )}
      {can.link && (
        <button type="button" class={can.accept ? 'button' : 'button main'} {...does(() => answering.link(request))}>
          <Icon name="link" />
          <span>
            Link<span class="wide-only"> appointment</span>
          </span>
          {letters && <KeyCap>L</KeyCap>}
        </button>
      )}
      {can.reject && (
        <button type="button" class="button dangerous" {...does(() => answering.askReject(request))}>
          <Icon name="x" />
          <span class="word">Reject…</span>
          {letters && <KeyCap>R</KeyCap>}
        </button>
      )}
      {can.reschedule && (
        <button type="button" class="button" {...does(() => answering.reschedule(request, practice.timeZone))}>
          <Icon name="cal" />
          Reschedule…
        </button>
      )}
      {can.cancel && (
        <button type="button" class="button dangerous" {...does(() => answering.askCancel(request))}>
          <Icon name="x" />
          <span class="word">Cancel…</span>
        </button>
      )}
      {(can.anotherTime || can.unlink) && !isOff && (
        <Menu
          id={menu}
          class="button more-actions"
          label={
            <>
              <span class="wide-only">More</span>
              <Icon name="down" />
              <span class="sr narrow-only">More</span>
            </>
          }
        >
          {can.anotherTime && (
            <MenuItem menu={menu} onClick={() => answering.anotherTime(request, practice.timeZone)}>
              <Icon name="cal" />
              Accept with another time…
            </MenuItem>
          )}
          {can.unlink && (
            <MenuItem menu={menu} onClick={() => void answering.unlink(request)}>
              <Icon name="undo" />
              {practice.mode === 'own' ? 'Undo accepting' : 'Undo the link'}
            </MenuItem>
          )}
        </Menu>
      )}
    </div>
  )
}
