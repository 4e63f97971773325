import type { FhirAccess, FhirSource } from '../../server/contract/connection.ts'
import { emptyAccess, isSecretKept } from '../model/connection-source.ts'
import { SecretField, SelectField, TextField } from './connection-field.tsx'
import type { SourcePart } from './connection-source.tsx'
import { accessWords, fhirStatuses, statusWords } from './connection-words.ts'

/** A FHIR server: its address, how it knows us, and what its statuses mean. */
export function FhirForm(part: SourcePart<FhirSource>) {
  const { model, source, set, mayChange } = part
  return (
    <>
      <TextField
        id="fhir-base"
        label="Base URL"
        help="The address that all others begin with, like https://pms.example.com/fhir."
        value={source.baseUrl}
        maxLength={1000}
        disabled={!mayChange}
        fault={model.faultAt('/connection/source/baseUrl')}
        onInput={(baseUrl) => set({ ...source, baseUrl })}
      />
      <SelectField
        id="fhir-access"
        label="How the server knows us"
        help="Whoever looks after the server tells you which, and gives you what it needs."
        value={source.access.kind}
        options={accessWords}
        disabled={!mayChange}
        onChange={(kind) => {
          const kept = model.kept.value?.connection.source
          const asKept = kept?.kind === 'fhir' && kept.access.kind === kind ? kept.access : null
          set({ ...source, access: asKept ?? emptyAccess(kind) })
        }}
      />
      <AccessFields {...part} />
      <details class="connection-more">
        <summary>Statuses that mean something else there</summary>
        <p class="small muted">
          Leave these alone unless your software uses a status otherwise: where it calls every appointment “proposed”,
          say that this means “booked”.
        </p>
        <div class="connection-grid">
          {fhirStatuses.map((status) => (
            <SelectField
              key={status}
              id={`status-${status}`}
              label={`“${status}” means`}
              value={source.statuses[status] ?? status}
              options={fhirStatuses.map((each) => [each, statusWords[each]] as const)}
              disabled={!mayChange}
              onChange={(meaning) => {
                const { [status]: _, ...others } = source.statuses
                set({ ...source, statuses: meaning === status ? others : { ...others, [status]: meaning } })
              }}
            />
          ))}
        </div>
      </details>
      <label class="check plain">
        <input
          type="checkbox"
          checked={source.searchesByAddress === true}
          disabled={!mayChange}
          onChange={({ currentTarget: { checked } }) => {
            const { searchesByAddress: _, ...others } = source
            set(checked ? { ...others, searchesByAddress: true } : others)
          }}
        />
        <span>
          Patients may be looked up by address
          <span class="small muted">
            {' '}
            Only if the server takes no POST search: the addresses in its logs then hold names and dates of birth.
          </span>
        </span>
      </label>
    </>
  )
}

function AccessFields({ model, source, set, mayChange }: SourcePart<FhirSource>) {
  const { access } = source
  const reply = model.kept.value!
  const isKept = isSecretKept(source, reply.connection.source, reply.hasSecret)
  const put = (next: FhirAccess) => set({ ...source, access: next })
  const at = (field: string) => ({
    id: `access-${field}`,
    disabled: !mayChange,
    fault: model.faultAt(`/connection/source/access/${field}`),
  })
  const secretHelp = isKept
    ? 'It is set, and never shown. Leave this empty to keep it.'
    : 'Kept encrypted, and never shown again.'
  switch (access.kind) {
    case 'none':
      return null
    case 'header':
      return (
        <div class="connection-grid">
          <TextField
            {...at('name')}
            label="Header"
            help="Like X-Api-Key or Authorization."
            value={access.name}
            maxLength={100}
            onInput={(name) => put({ ...access, name })}
          />
          <SecretField
            {...at('value')}
            label="Value"
            help={secretHelp}
            value={access.value}
            isKept={isKept}
            onInput={(value) => put({ ...access, value })}
          />
        </div>
      )
    case 'basic':
      return (
        <div class="connection-grid">
          <TextField
            {...at('user')}
            label="User name"
            help="An account of its own, so that it can be taken away alone."
            value={access.user}
            onInput={(user) => put({ ...access, user })}
          />
          <SecretField
            {...at('password')}
            label="Password"
            help={secretHelp}
            value={access.password}
            isKept={isKept}
            onInput={(password) => put({ ...access, password })}
          />
        </div>
      )
    case 'smart':
      return (
        <>
          <div class="connection-grid">
            <TextField
              {...at('clientId')}
              label="Client id"
              help="Given when this was registered as a backend service."
              value={access.clientId}
              onInput={(clientId) => put({ ...access, clientId })}
            />
            <TextField
              {...at('keyId')}
              label="Key id"
              help="The kid of the public key, if the server asks for one."
              value={access.keyId ?? ''}
              onInput={(keyId) => put({ ...access, keyId: keyId || null })}
            />
            <TextField
              {...at('tokenUrl')}
              label="Token URL"
              help="Empty: as the server’s SMART configuration says."
              value={access.tokenUrl ?? ''}
              maxLength={1000}
              onInput={(tokenUrl) => put({ ...access, tokenUrl: tokenUrl || null })}
            />
            <TextField
              {...at('scope')}
              label="Scope"
              help="What we ask to be allowed. Writing needs system/Appointment.cruds."
              value={access.scope}
              maxLength={1000}
              onInput={(scope) => put({ ...access, scope })}
            />
          </div>
          <SecretField
            {...at('privateKey')}
            label="Private key"
            help={`PEM (PKCS 8) or JWK, for RS384 or ES384. ${secretHelp}`}
            value={access.privateKey}
            isKept={isKept}
            isLong
            onInput={(privateKey) => put({ ...access, privateKey })}
          />
        </>
      )
  }
}
