import type { ConnectionPart } from './connection-room.tsx'
import { Panel } from './settings-panel.tsx'

/** Whose appointments are matched with requests: of those that somebody of the practice system is assigned to. */
export function ConnectionIntegrated({ model, practice, mayChange }: ConnectionPart) {
  const { practitioners, integrated } = model.draft.value!
  const fault = model.faultAt('/connection/integrated')
  return (
    <Panel id="integrated" title="Whose visits are matched">
      <p class="muted">
        Requests to an integrated practitioner are confirmed by themselves when the same patient stands at the same time
        in your practice system. When it can’t be read for too long, their times are no longer offered.
      </p>
      <fieldset class="connection-set" disabled={!mayChange}>
        <legend class="sr">Whose visits are matched</legend>
        {practice.practitioners.map(({ id, name }) => {
          const isAssigned = practitioners.some(({ ours }) => ours === id)
          return (
            <label key={id} class="check plain">
              <input
                type="checkbox"
                checked={integrated.includes(id)}
                disabled={!isAssigned}
                aria-describedby={isAssigned ? undefined : `unassigned-${id}`}
                onChange={(event) => model.integrate(id, event.currentTarget.checked)}
              />
              <span>
                {name}
                {!isAssigned && (
                  <span class="small muted" id={`unassigned-${id}`}>
                    Nobody of your practice system is assigned yet.
                  </span>
                )}
              </span>
            </label>
          )
        })}
      </fieldset>
      {fault && (
        <p class="danger small" role="alert">
          {fault}
        </p>
      )}
    </Panel>
  )
}
