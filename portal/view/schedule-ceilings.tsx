import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { readWeekly, writeWeekly } from '../model/schedule-rrule.ts'
import { withoutGaps } from '../model/schedule-windows.ts'
import { Icon } from './icon.tsx'
import { PatientsField } from './schedule-patients.tsx'
import type { SchedulePart } from './schedule-room.tsx'
import { FixedRule } from './schedule-rule-fields.tsx'
import { Weekdays } from './schedule-weekdays.tsx'
import { Panel } from './settings-panel.tsx'

type Ceiling = PracticeFile['ceilings'][number]

/** At most so many visits in a span of the day, like two new patients a morning. */
export function Ceilings({ portal, rules, file, owner, mayChange }: SchedulePart) {
  const own = file.ceilings
    .map((ceiling, index) => ({ ceiling, index }))
    .filter(({ ceiling }) => ceiling.practitioners === undefined || ceiling.practitioners.includes(owner.id))
  const put = (index: number, next: Ceiling | null) =>
    rules.edit((now) => ({
      ...now,
      ceilings: now.ceilings.flatMap((each, i) => (i !== index ? [each] : next ? [next] : [])),
    }))
  return (
    <Panel id="ceilings" title="Ceilings">
      <p class="muted">At most so many visits, however much time is free.</p>
      {own.length === 0 && <p>There are none.</p>}
      {own.map(({ ceiling, index }, place) => (
        <CeilingFields
          key={ceiling.id}
          {...{ ceiling, file, mayChange }}
          of={`ceiling ${place + 1}`}
          fault={rules.faultAt(`/ceilings/${index}`)}
          pointer={`/ceilings/${index}`}
          onChange={(next) => {
            put(index, next)
            if (!next) portal.announce(`Ceiling ${place + 1} removed`)
          }}
        />
      ))}
      {mayChange && (
        <button
          type="button"
          class="button"
          onClick={() =>
            rules.edit((now) => ({
              ...now,
              ceilings: [
                ...now.ceilings,
                { id: freeId(now.ceilings), most: 2, practitioners: [owner.id], start: '08:00', end: '12:00' },
              ],
            }))
          }
        >
          <Icon name="plus" />
          Add a ceiling
        </button>
      )}
    </Panel>
  )
}

function CeilingFields(props: {
  ceiling: Ceiling
  file: PracticeFile
  of: string
  pointer: string
  fault: string | null
  mayChange: boolean
  onChange: (ceiling: Ceiling | null) => void
}) {
  const { ceiling, file, of, pointer, fault, mayChange, onChange } = props
  const change = (part: { [Key in keyof Ceiling]?: Ceiling[Key] | undefined }) =>
    onChange(withoutGaps({ ...ceiling, ...part }) as Ceiling)
  const rule = ceiling.rrule === undefined ? null : readWeekly(ceiling.rrule)
  const isText = ceiling.rrule !== undefined && (rule === null || rule.everyWeeks > 1)
  const others = (ceiling.practitioners ?? []).map(
    (id) => file.practitioners.find((each) => each.id === id)?.name ?? id,
  )
  const weekdays = rule?.weekdays ?? [1, 2, 3, 4, 5, 6, 7]
  const putDays = (days: number[]) =>
    change({ rrule: days.length === 7 ? undefined : writeWeekly({ weekdays: days, everyWeeks: 1 }) })
  const time = (edge: 'start' | 'end', words: string) => (
    <label class="field">
      <span>
        {words}
        <span class="sr"> of {of}</span>
      </span>
      <input
        class="input"
        type="time"
        step={300}
        disabled={!mayChange}
        value={ceiling[edge] === '24:00' ? '00:00' : (ceiling[edge] ?? '')}
        onChange={({ currentTarget: { value } }) => change({ [edge]: value || undefined })}
      />
    </label>
  )
  return (
    <fieldset class="schedule-rule" id={pointer} tabIndex={-1}>
      <legend>{of.charAt(0).toUpperCase() + of.slice(1)}</legend>
      <div class="schedule-fields">
        <label class="field">
          <span>
            At most<span class="sr">, {of}</span>
          </span>
          <input
            class="input"
            type="number"
            inputMode="numeric"
            min={0}
            disabled={!mayChange}
            value={ceiling.most}
            onChange={({ currentTarget: { value } }) => {
              if (value !== '') change({ most: Math.max(0, Math.round(Number(value))) })
            }}
          />
        </label>
        {time('start', 'Start')}
        {time('end', 'End')}
        <PatientsField
          {...{ of, isFixed: !mayChange }}
          patients={ceiling.patients}
          onChange={(patients) => change({ patients })}
        />
      </div>
      {isText ? (
        <FixedRule rrule={ceiling.rrule!} />
      ) : (
        <Weekdays of={of} chosen={weekdays} isFixed={!mayChange} onChange={putDays} />
      )}
      <details>
        <summary>
          {ceiling.reasons
            ? list.format(file.reasons.filter(({ id }) => ceiling.reasons!.includes(id)).map(({ name }) => name)) ||
              'No reason'
            : 'Every reason'}
          , counted together
        </summary>
        <div class="schedule-reason-list">
          {file.reasons.map(({ id, name }) => {
            const now = ceiling.reasons ?? file.reasons.map((each) => each.id)
            const isOn = now.includes(id)
            return (
              <label key={id} class="check plain">
                <input
                  type="checkbox"
                  checked={isOn}
                  disabled={!mayChange || (isOn && now.length === 1)}
                  onChange={() => {
                    const next = isOn ? now.filter((each) => each !== id) : [...now, id]
                    change({ reasons: next.length === file.reasons.length ? undefined : next })
                  }}
                />
                <span>{name}</span>
              </label>
            )
          })}
        </div>
      </details>
      <p class="small muted">
        {others.length === 0
          ? 'Holds for everyone of the practice together: a change here is one for all.'
          : others.length > 1
            ? `Counted together for ${list.format(others)}.`
            : ''}
      </p>
      {fault && (
        <p class="small danger" role="alert">
          {fault}
        </p>
      )}
      {mayChange && (
        <button type="button" class="button quiet small" onClick={() => onChange(null)}>
          Remove<span class="sr"> {of}</span>
        </button>
      )}
    </fieldset>
  )
}

function freeId(ceilings: readonly Ceiling[]): string {
  let number = ceilings.length + 1
  while (ceilings.some(({ id }) => id === `ceiling-${number}`)) number += 1
  return `ceiling-${number}`
}

const list = new Intl.ListFormat('en')
