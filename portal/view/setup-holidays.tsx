import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { closeOn, closureOn, createHolidays, type HolidaysModel } from '../model/setup-holidays.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Panel } from './settings-panel.tsx'
import type { SetupPart } from './setup-room.tsx'
import { dateText } from './setup-words.ts'

/** Public holidays of a country: ticked, the practice is closed on them. Nobody need look up when Easter is. */
export function HolidaysSetup(part: SetupPart) {
  const { portal, practice, today } = part
  const isOpen = useSignal(false)
  const model = useMemo(
    () =>
      createHolidays({
        ...{ api: portal.api, practice: practice.id, onFailure: portal.failed },
        country: countryOf(part.file.locale),
        year: Number(today.slice(0, 4)),
      }),
    [portal, practice.id],
  )
  if (!part.mayChange) return null
  return (
    <Panel id="setup-holidays" title="Public holidays">
      <p class="muted">Tick the holidays on which you are closed. Each becomes a closure above.</p>
      {isOpen.value ? (
        <Suggestions part={part} model={model} />
      ) : (
        <div class="acts">
          <button
            type="button"
            class="button"
            onClick={() => {
              isOpen.value = true
              void model.read()
            }}
          >
            <Icon name="cal" />
            Show public holidays
          </button>
        </div>
      )}
    </Panel>
  )
}

function Suggestions({ part, model }: { part: SetupPart; model: HolidaysModel }) {
  const { today } = part
  const reply = model.reply.value
  const failure = model.failure.value
  const thisYear = Number(today.slice(0, 4))
  const country = model.country.value
  const countries = reply?.countries ?? []
  const isListed = countries.some(({ code }) => code === country)
  return (
    <>
      <div class="setup-grid">
        <label class="field">
          <span>Country</span>
          <select
            class="input"
            value={country}
            onChange={(event) => model.choose({ country: event.currentTarget.value })}
          >
            {!isListed && <option value={country}>{country}</option>}
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Year</span>
          <select
            class="input"
            value={model.year.value}
            onChange={(event) => model.choose({ year: Number(event.currentTarget.value) })}
          >
            {[0, 1, 2].map((more) => (
              <option key={more} value={thisYear + more}>
                {thisYear + more}
              </option>
            ))}
          </select>
        </label>
      </div>
      {failure && (
        <p class="note danger" role="alert">
          <Icon name="warn" />
          <span>
            The holidays could not be read. {failureWords(failure)}{' '}
            <button type="button" class="button small" onClick={() => void model.read()}>
              Try again
            </button>
          </span>
        </p>
      )}
      {model.isReading.value && !reply && <p class="muted late">Reading the holidays…</p>}
      {reply && <HolidayList part={part} model={model} />}
    </>
  )
}

function HolidayList({ part, model }: { part: SetupPart; model: HolidaysModel }) {
  const { file, today } = part
  const { holidays, source } = model.reply.value!
  const ahead = holidays.filter(({ date }) => date >= today)
  return (
    <div class="holidays" aria-busy={model.isReading.value}>
      {ahead.length === 0 && <p class="muted">No public holiday of this year is ahead.</p>}
      <ul class="setup-list" aria-label="Public holidays">
        {ahead.map((holiday) => {
          const found = closureOn(file, holiday.date)
          // As long as no closure is touched, the server knows better than a look at their forms.
          const isElsewise =
            found === null && holiday.isClosed && file.closures === part.model.rules.kept.value?.closures
          const isFixed = isElsewise || (found !== null && !found.isOwn)
          return (
            <li key={`${holiday.date} ${holiday.name}`}>
              <label class="check plain">
                <input
                  type="checkbox"
                  checked={found !== null || isElsewise}
                  disabled={isFixed}
                  onChange={(event) => {
                    const isOn = event.currentTarget.checked
                    part.model.show(null)
                    part.model.rules.edit((now) => closeOn(now, holiday, isOn))
                  }}
                />
                <span>
                  <b class="break">{holiday.name}</b>
                  <span class="small muted">
                    {dateText(file.locale, holiday.date)}
                    {isFixed && ` · closed already${found ? `: ${found.name}` : ''}`}
                  </span>
                </span>
              </label>
            </li>
          )
        })}
      </ul>
      <p class="small muted">{source}</p>
    </div>
  )
}

/** `US` of `en-US`; of a locale without a region, where most of its readers live. */
function countryOf(locale: string): string {
  return new Intl.Locale(locale).maximize().region ?? 'US'
}
