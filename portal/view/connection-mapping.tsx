import { useSignal } from '@preact/signals'
import type { ConnectionReply } from '../../server/contract/connection.ts'
import type { AssignedList } from '../model/connection.ts'
import { Chip } from './chip.tsx'
import type { ConnectionPart } from './connection-room.tsx'
import { Panel } from './settings-panel.tsx'

type Name = ConnectionReply['names'][number]

/** So many are looked through faster than searched. */
const filterFrom = 12
const shownAtOnce = 50

const lists = {
  practitioners: {
    kind: 'practitioner',
    title: 'Practitioners',
    about: 'Who in your practice system is who here. Several of theirs may be one of yours.',
    missing: 'Their appointments do not block your times.',
  },
  chairs: {
    kind: 'chair',
    title: 'Chairs',
    about: 'Which chair or room there is which here.',
    missing: 'Appointments there do not block a chair, only whoever they are with.',
  },
  types: {
    kind: 'type',
    title: 'Kinds of visit',
    about: 'Which kind of appointment there is which reason here.',
    missing: 'Their appointments block times all the same, but stand here without a reason.',
  },
} as const satisfies Record<AssignedList, object>

/** Everybody or everything of one sort that the practice system knows, those not assigned first. */
export function ConnectionMapping(part: ConnectionPart & { list: AssignedList }) {
  const { model, list } = part
  const { kind, title, about, missing } = lists[list]
  const filter = useSignal('')
  const most = useSignal(shownAtOnce)
  const names = model.kept.value!.names.filter((each) => each.kind === kind)
  const assigned = new Set(model.draft.value![list].map(({ pms }) => pms))
  const left = names.filter(({ pms }) => !assigned.has(pms)).length
  const wanted = filter.value.trim().toLowerCase()
  const found = names.filter(({ name, pms }) => `${name} ${pms}`.toLowerCase().includes(wanted))
  return (
    <Panel id={`mapping-${list}`} title={title}>
      <p class="muted">{about}</p>
      {names.length === 0 ? (
        <p class="muted">None is known yet. They are listed here after the first sync.</p>
      ) : left > 0 ? (
        <p class="mapping-left">
          <Chip icon="warn" tone="warning">
            {left} not assigned
          </Chip>
          <span class="small">{missing}</span>
        </p>
      ) : (
        <p>
          <Chip icon="check" tone="success">
            All assigned
          </Chip>
        </p>
      )}
      {names.length > filterFrom && (
        <label class="field mapping-filter">
          <span>Filter</span>
          <input
            class="input"
            type="search"
            autocomplete="off"
            spellcheck={false}
            value={filter.value}
            onInput={(event) => {
              filter.value = event.currentTarget.value
            }}
          />
        </label>
      )}
      {names.length > 0 && found.length === 0 && <p class="muted">None is called like this.</p>}
      {found.length > 0 && (
        <ul class="mapping" aria-label={title}>
          {found.slice(0, most.value).map((name) => (
            <Row key={name.pms} {...part} name={name} />
          ))}
        </ul>
      )}
      {found.length > most.value && (
        <p>
          <button
            type="button"
            class="button"
            onClick={() => {
              most.value += shownAtOnce
            }}
          >
            Show more: {found.length - most.value} left
          </button>
        </p>
      )}
    </Panel>
  )
}

function Row({ model, practice, list, name, mayChange }: ConnectionPart & { list: AssignedList; name: Name }) {
  const ours = { practitioners: practice.practitioners, chairs: practice.chairs, types: practice.reasons }[list]
  const value = model.draft.value![list].find(({ pms }) => pms === name.pms)?.ours ?? ''
  const isGone = value !== '' && !ours.some(({ id }) => id === value)
  return (
    <li class={value === '' ? 'left' : undefined}>
      <label>
        <span class="break">
          {name.name}
          {name.name !== name.pms && <span class="line small muted">{name.pms}</span>}
        </span>
        <select
          class="input"
          disabled={!mayChange}
          value={value}
          onChange={(event) => model.assign(list, name.pms, event.currentTarget.value || null)}
        >
          <option value="">Not assigned</option>
          {isGone && <option value={value}>{value} (no longer here)</option>}
          {ours.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
    </li>
  )
}
