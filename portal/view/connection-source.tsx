import type { PmsSource } from '../../server/contract/connection.ts'
import type { SourceKind } from '../model/connection-source.ts'
import { CsvForm } from './connection-csv.tsx'
import { FhirForm } from './connection-fhir.tsx'
import type { ConnectionPart } from './connection-room.tsx'
import { kindWords } from './connection-words.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Panel } from './settings-panel.tsx'

/** What a form of a source gets. `set`: the source as it is from now on. */
export type SourcePart<Source extends PmsSource> = ConnectionPart & { source: Source; set: (next: Source) => void }

const kinds = Object.keys(kindWords) as SourceKind[]

/** Where the schedule is read from. */
export function ConnectionSource(part: ConnectionPart) {
  const { model, mayChange } = part
  const { source } = model.draft.value!
  const set = (next: PmsSource) => model.change({ source: next })
  return (
    <Panel id="source" title="Where your schedule is read from">
      <fieldset class="choices" disabled={!mayChange}>
        <legend class="sr">Where your schedule is read from</legend>
        {kinds.map((kind) => (
          <label key={kind} class="setting-choice">
            <input
              type="radio"
              name="source"
              value={kind}
              checked={(source?.kind ?? 'none') === kind}
              onChange={() => model.chooseKind(kind)}
            />
            <span>
              <b>{kindWords[kind].name}</b>
              <span class="line small muted">{kindWords[kind].meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {source?.kind === 'fhir' && <FhirForm {...part} source={source} set={set} />}
      {source?.kind === 'csv' && <CsvForm {...part} source={source} set={set} />}
      {source && mayChange && <TestConnection {...part} />}
    </Panel>
  )
}

/** Tries what is typed, and keeps nothing of it. */
function TestConnection({ model }: ConnectionPart) {
  const { testing, tested } = model
  const failure = testing.failure.value
  const said = tested.value
  return (
    <div class="connection-test">
      <button
        type="button"
        class="button"
        aria-busy={testing.going.value}
        aria-disabled={testing.going.value ? true : undefined}
        onClick={() => void model.test()}
      >
        <Icon name="plug" />
        {testing.going.value ? 'Testing…' : 'Test connection'}
      </button>
      <p class="small muted">Reads the next seven days once, as typed above. Nothing is kept.</p>
      {said && (
        <p class={said.ok ? 'note success' : 'note danger'}>
          <Icon name={said.ok ? 'check' : 'warn'} />
          <span class="break">
            {said.words}
            {said.software && <span class="line small muted">{said.software}</span>}
          </span>
        </p>
      )}
      {failure && (
        <p class="note danger" role="alert">
          <Icon name="warn" />
          <span>{failure.problem?.errors?.[0]?.detail ?? failure.problem?.detail ?? failureWords(failure)}</span>
        </p>
      )}
    </div>
  )
}
