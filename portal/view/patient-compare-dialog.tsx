import { useSignal } from '@preact/signals'
import type { PatientPage, PossibleDuplicate } from '../../server/contract/patients.ts'
import { birthOf, fullName } from '../model/patient-words.ts'
import { AccountFault } from './account-fault.tsx'
import { Breakable } from './breakable.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import { shortId } from './patient-details.tsx'
import { Reasons } from './patient-duplicates.tsx'
import type { PatientsPart } from './patients-room.tsx'
import { accessChips } from './patients-words.ts'

type Side = 'this' | 'other'

/** Two records side by side: what agrees, what differs, and whose details would stay. */
export function PatientCompareDialog(
  props: PatientsPart & { patient: PatientPage; duplicate: PossibleDuplicate; other: PatientPage | null },
) {
  const { portal, model, patient, duplicate, other } = props
  const stays = useSignal<Side>('this')
  const isBusy = model.acting.going.value
  const close = () => model.ask(null)
  const merge = () => {
    if (!other) return
    const [one, two] = stays.value === 'this' ? [patient, other] : [other, patient]
    model.ask({ about: 'merge', stays: one, goes: two })
  }
  const rows = other ? rowsOf(portal, patient, other) : []
  return (
    <Dialog
      title="Are these the same person?"
      size="medium"
      onLater={close}
      {...(model.isOwner ? { onMain: merge } : {})}
      isBusy={isBusy}
      foot={
        <>
          <button type="button" class="button" onClick={() => void model.notTheSame(duplicate.patient.id)}>
            Not the same person
          </button>
          <button type="button" class="button quiet" onClick={close}>
            I’ll do this later
          </button>
          <span class="gap" />
          {model.isOwner ? (
            <button type="submit" class="button main" aria-disabled={!other}>
              Merge…
            </button>
          ) : (
            <span class="small muted next">An owner can merge them.</span>
          )}
        </>
      }
    >
      <Reasons reasons={duplicate.reasons} />
      {other ? (
        <table class="differences compared">
          <thead>
            <tr>
              <th scope="col">
                <span class="sr">Detail</span>
              </th>
              <Head side="this" of={patient} stays={stays} isOwner={model.isOwner} words="This record" />
              <Head side="other" of={other} stays={stays} isOwner={model.isOwner} words="The other record" />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, mine, theirs, isSame, isDetail }) => (
              <tr key={name} class={isSame || !isDetail || mine === null || theirs === null ? 'same' : 'other'}>
                <th scope="row">{name}</th>
                <td>{mine === null ? <span class="muted">Not known</span> : <Breakable text={mine} before="@" />}</td>
                <td>
                  {theirs === null ? (
                    <span class="muted">Not known</span>
                  ) : isSame || !isDetail || mine === null ? (
                    <Breakable text={theirs} before="@" />
                  ) : (
                    <mark>
                      <Breakable text={theirs} before="@" />
                    </mark>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        !model.acting.failure.value && (
          <p class="muted late" aria-busy="true">
            Reading the other record…
          </p>
        )
      )}
      {other && model.isOwner && (
        <p class="small muted">
          <Icon name="info" /> Where the chosen record knows nothing, the other one fills it in.
        </p>
      )}
      <AccountFault act={model.acting} />
    </Dialog>
  )
}

function Head(props: { side: Side; of: PatientPage; stays: { value: Side }; isOwner: boolean; words: string }) {
  const { side, of, stays, isOwner, words } = props
  return (
    <th scope="col">
      {words}
      {isOwner && (
        <label class="keep">
          <input
            type="radio"
            name="stays"
            value={side}
            checked={stays.value === side}
            onChange={() => {
              stays.value = side
            }}
          />
          Keep these <span class="sr">details of {fullName(of)}</span>
        </label>
      )}
    </th>
  )
}

type Row = { name: string; mine: string | null; theirs: string | null; isSame: boolean; isDetail: boolean }

/** First the details, which may differ; then what comes along in any case. */
function rowsOf(portal: PatientsPart['portal'], one: PatientPage, two: PatientPage): Row[] {
  const words = portal.words.value
  const now = portal.clock()
  const detail = (name: string, of: (patient: PatientPage) => string | null): Row => {
    const [mine, theirs] = [of(one), of(two)]
    return { name, mine, theirs, isSame: mine?.toLowerCase() === theirs?.toLowerCase(), isDetail: true }
  }
  const fact = (name: string, of: (patient: PatientPage) => string): Row => ({
    ...{ name, mine: of(one), theirs: of(two), isSame: true, isDetail: false },
  })
  return [
    detail('Given name', ({ given }) => given || null),
    detail('Family name', ({ family }) => family || null),
    detail('Date of birth', ({ birthDate }) => birthOf(birthDate, words, now)?.text ?? null),
    detail('Mobile', ({ mobile }) => mobile),
    detail('Email', ({ email }) => email),
    detail('PMS patient', ({ pmsId }) => pmsId && shortId(pmsId)),
    fact('Appointments', ({ coming, past }) => `${coming.length} coming, ${past.length} past`),
    fact('Consents', ({ consent }) => consentsOf(consent)),
    fact('Online account', ({ access }) => accessChips[access].words),
    fact('Since', ({ createdAt }) => words.date(Date.parse(createdAt))),
  ]
}

function consentsOf({ email, text }: PatientPage['consent']): string {
  if (email && text) return 'Emails and texts'
  return email ? 'Emails' : text ? 'Texts' : 'None'
}
