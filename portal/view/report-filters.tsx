import type { Me } from '../../server/contract/desk.ts'
import type { ReportModel } from '../model/report.ts'
import { type Months, monthChoices, monthsOf, type Period, periodWords } from '../model/report-filters.ts'
import type { ReportWords } from './report-words.ts'

type Named = readonly { id: string; name: string }[]

/** What the report is about. It stands in the address, so that it can be kept and sent. */
export function Filters(props: { model: ReportModel; practice: Me['practices'][number]; words: ReportWords }) {
  const { model, practice, words } = props
  const { period, reason, practitioner, source, ...filters } = model.filters.value
  const today = model.today()
  const months = monthsOf({ period, months: filters.months }, today)
  const sources = (model.report.value?.sources ?? []).map(({ key, name }) => ({ id: key, name }))
  return (
    <fieldset class="report-filters">
      <legend class="sr">What is counted</legend>
      <label class="field">
        <span>Received in</span>
        <select
          class="input"
          value={period}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Period
            model.choose({ period: chosen, months: chosen === 'months' ? months : null })
          }}
        >
          {Object.entries(periodWords).map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {period === 'months' ? (
        <MonthRange months={months} today={today} words={words} choose={(chosen) => model.choose({ months: chosen })} />
      ) : (
        <p class="report-range">{words.months(months.from, months.to)}</p>
      )}
      <Choice
        label="Reason"
        all="All reasons"
        list={practice.reasons}
        chosen={reason}
        choose={(id) => model.choose({ reason: id })}
      />
      <Choice
        label="Practitioner"
        all="All practitioners"
        list={practice.practitioners}
        chosen={practitioner}
        choose={(id) => model.choose({ practitioner: id })}
      />
      <Choice
        label="Source"
        all="All sources"
        list={sources}
        chosen={source}
        choose={(id) => model.choose({ source: id })}
      />
    </fieldset>
  )
}

function Choice(props: {
  label: string
  all: string
  list: Named
  chosen: string | null
  choose: (id: string | null) => void
}) {
  const { label, all, list, chosen, choose } = props
  // What an old address names may be gone from the list; it is filtered by all the same, and must be seen.
  const isGone = chosen !== null && !list.some(({ id }) => id === chosen)
  return (
    <label class="field">
      <span>{label}</span>
      <select class="input" value={chosen ?? ''} onChange={(event) => choose(event.currentTarget.value || null)}>
        <option value="">{all}</option>
        {isGone && <option value={chosen}>{chosen.replace(/^(link|site):/, '')}</option>}
        {list.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function MonthRange(props: { months: Months; today: string; words: ReportWords; choose: (months: Months) => void }) {
  const { months, today, words, choose } = props
  const choices = monthChoices(today)
  const select = (label: string, value: string, change: (month: string) => void) => (
    <label class="field">
      <span>{label}</span>
      <select class="input" value={value} onChange={(event) => change(event.currentTarget.value)}>
        {!choices.includes(value) && <option value={value}>{words.monthInFull(value)}</option>}
        {choices.map((month) => (
          <option key={month} value={month}>
            {words.monthInFull(month)}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <>
      {select('From', months.from, (from) => choose({ from, to: from > months.to ? from : months.to }))}
      {select('To', months.to, (to) => choose({ from: to < months.from ? to : months.from, to }))}
    </>
  )
}
