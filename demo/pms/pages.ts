import { html } from 'hono/html'
import type { Named, Person, Visit } from './book.ts'
import { dayAfter, dayBefore, longDate } from './days.ts'
import { type Fault, type Lists, NEW_PATIENT, type Values } from './forms.ts'
import { type Done, doneWords, statusActions, statuses, statusNames } from './words.ts'

type Markup = ReturnType<typeof html>

function page(title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Front Desk</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="top"><a href="/">Front Desk</a><span>the practice’s own software, for trying things out</span></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>`
}

/** A day of the book. */
export function dayPage(
  lists: Lists,
  { date, today, visits, done }: { date: string; today: string; visits: readonly Visit[]; done: Done | null },
): Markup {
  const rows = visits.map(
    (visit) => html`<tr class="${visit.status}">
<td class="time">${visit.time}–${visit.endTime}</td>
<td class="who"><a href="/visits/${visit.id}">${nameOf(visit)}</a></td>
<td>${called(lists.practitioners, visit.practitioner)}</td>
<td>${called(lists.chairs, visit.chair)}</td>
<td>${called(lists.types, visit.type)}</td>
<td><span class="status">${statusNames[visit.status] ?? visit.status}</span></td>
</tr>`,
  )
  const table = html`<table>
<thead><tr><th scope="col">Time</th><th scope="col">Patient</th><th scope="col">With</th><th scope="col">Chair</th><th scope="col">Type</th><th scope="col">Status</th></tr></thead>
<tbody>${rows}</tbody>
</table>`
  return page(
    longDate(date),
    html`${done === null ? '' : html`<p class="done" role="status">${doneWords[done]}</p>`}
<nav class="days" aria-label="Days">
<a class="button" href="/?date=${dayBefore(date)}">Day before</a>
${date === today ? '' : html`<a class="button" href="/?date=${today}">Today</a>`}
<a class="button" href="/?date=${dayAfter(date)}">Next day</a>
<form method="get" action="/"><label>Go to <input type="date" name="date" value="${date}" required></label><button>Go</button></form>
<a class="button main" href="/new?date=${date}">New appointment</a>
</nav>
${visits.length === 0 ? html`<p class="empty">No appointments on this day.</p>` : table}`,
  )
}

/** The form for a new appointment. */
export function entryPage(lists: Lists, people: readonly Person[], values: Values, faults: readonly Fault[]): Markup {
  const known = people.map(
    (person) =>
      html`<option value="${person.id}" ${chosen(values.patient === person.id)}>${person.family}, ${person.given} (${person.birthDate})</option>`,
  )
  return page(
    'New appointment',
    html`${faultList(faults)}
<form method="post" action="/new" class="card" novalidate>
<fieldset><legend>Patient</legend>
<label class="wide" for="patient">Who is it?
<select id="patient" name="patient"><option value="${NEW_PATIENT}">A new patient, as below</option>${known}</select></label>
${input('given', 'First name', 'text', values, faults)}
${input('family', 'Last name', 'text', values, faults)}
${input('birthDate', 'Date of birth', 'date', values, faults)}
${input('mobile', 'Mobile phone', 'tel', values, faults)}
${input('email', 'Email', 'email', values, faults)}
</fieldset>
<fieldset><legend>Appointment</legend>${placeFields(lists, values, faults)}</fieldset>
<p><button class="main">Enter appointment</button> <a href="/?date=${values.date}">Leave it</a></p>
</form>`,
  )
}

/** One appointment with all that can be done with it. */
export function visitPage(lists: Lists, visit: Visit, faults: readonly Fault[], typed?: Values): Markup {
  const values = typed ?? {
    ...{ date: visit.date, time: visit.time, minutes: String(visit.minutes) },
    ...{ practitioner: visit.practitioner ?? '', chair: visit.chair ?? '', type: visit.type ?? '' },
  }
  const { patient } = visit
  const changes = statuses
    .filter((status) => status !== visit.status)
    .map(
      (status) =>
        html`<form method="post" action="/visits/${visit.id}/status"><button name="status" value="${status}">${statusActions[status]}</button></form>`,
    )
  return page(
    nameOf(visit),
    html`<p><a href="/?date=${visit.date}">Back to ${longDate(visit.date)}</a></p>
${faultList(faults)}
<dl class="card">
<div><dt>Time</dt><dd>${longDate(visit.date)}, ${visit.time}–${visit.endTime}</dd></div>
<div><dt>Status</dt><dd>${statusNames[visit.status] ?? visit.status}</dd></div>
<div><dt>Date of birth</dt><dd>${patient?.birthDate || '–'}</dd></div>
<div><dt>Mobile phone</dt><dd>${patient?.mobile || '–'}</dd></div>
<div><dt>Email</dt><dd>${patient?.email || '–'}</dd></div>
</dl>
<div class="actions">${changes}<form method="post" action="/visits/${visit.id}/delete"><button class="danger">Delete from the book</button></form></div>
<form method="post" action="/visits/${visit.id}/move" class="card" novalidate>
<fieldset><legend>Move or change</legend>${placeFields(lists, values, faults)}</fieldset>
<p><button class="main">Save</button></p>
</form>`,
  )
}

export function missingPage(): Markup {
  return page('Not in the book', html`<p>There is nothing here, or no longer. <a href="/">To today</a></p>`)
}

function placeFields(lists: Lists, values: Values, faults: readonly Fault[]): Markup {
  return html`${input('date', 'Date', 'date', values, faults)}
${input('time', 'Time', 'time', values, [])}
${input('minutes', 'Length in minutes', 'number', values, faults)}
${select('practitioner', 'With', lists.practitioners, null, values, faults)}
${select('chair', 'Chair', lists.chairs, 'No chair', values, faults)}
${select('type', 'Type', lists.types, 'Not said', values, faults)}`
}

function input(name: string, label: string, type: string, values: Values, faults: readonly Fault[]): Markup {
  const limits = type === 'number' ? html`min="5" max="480" step="5"` : ''
  return html`<label for="${name}">${label}
<input id="${name}" name="${name}" type="${type}" value="${values[name] ?? ''}" autocomplete="off" ${limits} ${marked(name, faults)}></label>`
}

function select(
  name: string,
  label: string,
  list: readonly Named[],
  none: string | null,
  values: Values,
  faults: readonly Fault[],
): Markup {
  const options = list.map(
    (each) => html`<option value="${each.id}" ${chosen(values[name] === each.id)}>${each.name}</option>`,
  )
  return html`<label for="${name}">${label}
<select id="${name}" name="${name}" ${marked(name, faults)}>${none === null ? '' : html`<option value="">${none}</option>`}${options}</select></label>`
}

const chosen = (is: boolean) => (is ? html`selected` : '')

function marked(name: string, faults: readonly Fault[]): Markup | string {
  return faults.some(({ field }) => field === name) ? html`aria-invalid="true" aria-describedby="faults"` : ''
}

function faultList(faults: readonly Fault[]): Markup | string {
  if (faults.length === 0) return ''
  const items = faults.map(({ field, words }) => html`<li><a href="#${field}">${words}</a></li>`)
  return html`<div class="faults" id="faults" role="alert"><p>Nothing was saved:</p><ul>${items}</ul></div>`
}

const called = (list: readonly Named[], id: string | null) => list.find((each) => each.id === id)?.name ?? id ?? '–'

function nameOf({ patient }: Visit): string {
  const name = patient ? `${patient.given} ${patient.family}`.trim() : ''
  return name === '' ? 'Nobody named' : name
}
