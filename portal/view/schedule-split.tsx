import { withPractitioner } from '../model/schedule-week.ts'
import { Icon } from './icon.tsx'
import type { SchedulePart } from './schedule-room.tsx'
import { Panel } from './settings-panel.tsx'

const most = 50

/** How many visits a practitioner takes at the same time. */
export function SplitBooking({ rules, file, owner, mayChange }: SchedulePart) {
  const index = file.practitioners.findIndex(({ id }) => id === owner.id)
  const practitioner = file.practitioners[index]
  if (!practitioner) return null
  const before = rules.kept.value?.practitioners.find(({ id }) => id === owner.id)?.splitBooking ?? 1
  const places = practitioner.splitBooking
  const canSplit = rules.reply.value?.canSplit ?? true
  const fault = rules.faultAt(`/practitioners/${index}/splitBooking`)
  // Somebody may bring it down where it can't be more than one any more.
  const highest = canSplit ? most : Math.max(1, before)
  return (
    <Panel id="split-booking" title="Split booking">
      <p class="muted">
        How many visits {practitioner.name} takes at the same time. With 2, a time with one visit in it can still be
        booked once more.
      </p>
      <label class="field schedule-places">
        <span>Places at the same time</span>
        <input
          class={fault ? 'input bad' : 'input'}
          type="number"
          inputMode="numeric"
          min={1}
          max={highest}
          disabled={!mayChange || (!canSplit && before === 1)}
          aria-describedby="split-words"
          value={places}
          onChange={({ currentTarget }) => {
            const wanted = Math.round(Number(currentTarget.value))
            const next = Math.min(highest, Math.max(1, Number.isNaN(wanted) ? 1 : wanted))
            currentTarget.value = String(next)
            rules.edit((now) => withPractitioner(now, owner.id, (was) => ({ ...was, splitBooking: next })))
          }}
        />
      </label>
      <div id="split-words">
        {!canSplit && (
          <p class="small row">
            <Icon name="lock" />
            <span>
              The connection with your practice system takes one visit at a time, so there can’t be more places than
              one.
            </span>
          </p>
        )}
        {fault && <p class="small danger">{fault}</p>}
        {places < before && <Lowered {...{ rules, places }} name={practitioner.name} />}
      </div>
    </Panel>
  )
}

/** What lowering it does, and doesn't. */
function Lowered({ rules, places, name }: { rules: SchedulePart['rules']; places: number; name: string }) {
  const preview = rules.preview.value
  const over =
    preview?.affected.filter((each) => each.why === 'over-capacity' && each.practitioner === name).length ?? 0
  const there = places === 1 ? 'there will be 1 place' : `there will be ${places} places`
  return (
    <p class="note plain" role="status">
      <Icon name="info" />
      <span>
        {preview === null || rules.isPreviewing.value
          ? 'Looking for visits that stand beside each other…'
          : over === 0
            ? `No visits stand where ${there}.`
            : `${over === 1 ? '1 visit stands' : `${over} visits stand`} where ${there}; ${over === 1 ? 'it stays' : 'they stay'}.`}
      </span>
    </p>
  )
}
