import { computed } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import type { Report } from '../../server/contract/report.ts'
import { titleId } from '../focus.ts'
import type { ListFilters } from '../model/list-filters.ts'
import type { Portal } from '../model/portal.ts'
import { createReport, type ReportModel } from '../model/report.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { AnswerTimes } from './report-answer-times.tsx'
import { ReportBones } from './report-bones.tsx'
import { Causes } from './report-causes.tsx'
import { Definitions } from './report-definitions.tsx'
import { Figures } from './report-figures.tsx'
import { Filters } from './report-filters.tsx'
import { GroupTable } from './report-group-table.tsx'
import { Months } from './report-months.tsx'
import { Rejections } from './report-rejections.tsx'
import { createReportWords, type ReportWords } from './report-words.ts'

type Practice = Me['practices'][number]

/** What every part of the report gets. */
export type ReportPart = {
  report: Report
  words: ReportWords
  /** Where the requests behind a number are listed: those of the whole report, narrowed. */
  listOf: (narrowed?: Partial<ListFilters>) => string
}

/** Online scheduling: how many requests came, and what became of them. */
export function ReportRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(() => modelFor(portal, practice), [portal, practice.id])
  const words = useMemo(() => createReportWords(practice.locale), [practice.locale])
  useEffect(() => {
    portal.roomTitle.value = 'Online scheduling'
    return model.stop
  }, [model])
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Online scheduling
        </h1>
        <a class="button small csv" href={model.csv.value} download>
          <Icon name="download" />
          <span>
            CSV<span class="sr">: download these requests, one a line</span>
          </span>
        </a>
      </div>
      <div class="room report">
        <Filters model={model} practice={practice} words={words} />
        <Content model={model} words={words} />
      </div>
    </>
  )
}

function modelFor(portal: Portal, practice: Practice): ReportModel {
  return createReport({
    api: portal.api,
    practice,
    hash: portal.hash,
    isOpen: computed(() => {
      const route = portal.route.value
      return route.at === 'room' && route.room === 'report' && route.practice === practice.id
    }),
    go: (hash) => portal.go(hash, 'over'),
    clock: portal.clock,
    onFailure: portal.failed,
  })
}

function Content({ model, words }: { model: ReportModel; words: ReportWords }) {
  const report = model.report.value
  const failure = model.failure.value
  if (failure) {
    return (
      <Notice
        tone="danger"
        level="h2"
        title="The report could not be read"
        technical={failure.code}
        action={{ words: 'Try again', icon: 'sync', act: model.read }}
      >
        {failureWords(failure)} No request is lost, and answering them goes on as ever.
      </Notice>
    )
  }
  if (!report) return <ReportBones />
  if (report.all.received === 0) return <Empty model={model} />
  const part = { report, words, listOf: model.listOf }
  return (
    <div class={model.isReading.value ? 'report-parts counting' : 'report-parts'} aria-busy={model.isReading.value}>
      <Figures {...part} />
      <div class="report-two">
        <Months {...part} />
        <Causes {...part} />
      </div>
      <div class="report-two wide">
        <GroupTable {...part} model={model} />
        <div class="report-stack">
          <AnswerTimes {...part} />
          <Rejections {...part} />
        </div>
      </div>
      <Definitions />
    </div>
  )
}

function Empty({ model }: { model: ReportModel }) {
  const { reason, practitioner, source } = model.filters.value
  const isNarrowed = reason !== null || practitioner !== null || source !== null
  return isNarrowed ? (
    <Notice
      tone="success"
      level="h2"
      title="No request fits this choice"
      action={{
        words: 'Show all of these months',
        icon: 'chart',
        act: () => model.choose({ reason: null, practitioner: null, source: null }),
      }}
    >
      In these months no request came for this reason, practitioner and source together.
    </Notice>
  ) : (
    <Notice
      tone="success"
      level="h2"
      title="No request came in these months"
      action={{
        words: 'Show the last 12 months',
        icon: 'chart',
        act: () => model.choose({ period: '12-months', months: null }),
      }}
    >
      As soon as a patient sends one, it is counted here, in the month in which it came.
    </Notice>
  )
}
