import type { Account } from '../../server/contract/account.ts'
import type { AccountModel } from '../model/account.ts'
import { deviceName } from '../model/account-device.ts'
import type { Portal } from '../model/portal.ts'

/** Where they are signed in just now. */
export function AccountSessions({ portal, model, account }: { portal: Portal; model: AccountModel; account: Account }) {
  const words = portal.words.value
  const now = portal.clock()
  return (
    <section class="panel" aria-labelledby="account-sessions">
      <div class="panel-head">
        <h2 id="account-sessions">Signed in</h2>
      </div>
      <ul class="lines">
        {account.sessions.map(({ id, device, since, usedAt, isThis }) => (
          <li key={id}>
            <span class="grow">
              <span class="strong" title={device}>
                {deviceName(device)}
              </span>
              <span class="small muted line">
                Since {words.momentInSentence(Date.parse(since), now)}
                {!isThis && `, last used ${words.momentInSentence(Date.parse(usedAt), now)}`}
              </span>
            </span>
            {isThis && <span class="chip">This one</span>}
          </li>
        ))}
      </ul>
      <div class="panel-body">
        <p class="small muted">Whoever leaves a screen is signed out after 15 minutes, and everybody after 12 hours.</p>
        <div class="acts">
          <button type="button" class="button" onClick={() => model.ask({ about: 'everywhere' })}>
            Sign out everywhere…
          </button>
        </div>
      </div>
    </section>
  )
}
