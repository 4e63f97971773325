import { runBackup, runRestore } from './commands/backup.ts'
import { runCheck } from './commands/check.ts'
import { runCopy } from './commands/copy.ts'
import { runErase } from './commands/erase.ts'
import { runImport } from './commands/import.ts'
import { runQuery } from './commands/questions.ts'
import { runServe } from './commands/serve.ts'
import { runStaff } from './commands/staff.ts'
import { readConfig } from './config.ts'
import { practiceFileSchema } from './practice-file.ts'
import { type Query, queries } from './query.ts'

const HELP = `chairtime: appointment requests for practices

  chairtime serve                     starts the API and the portal
  chairtime import FILE [--replace]   puts a practice file in force; in place of what was edited in the portal only
                                      with --replace
  chairtime staff add EMAIL [--practice ID] [--name NAME] [--role owner|staff|read-only]
                                      makes a staff account; the first of a practice is its owner. The password is
                                      asked, or generated and printed when nobody is there to ask
  chairtime staff list [--practice ID]
                                      who works for which practice, in which role, with which sign-in
  chairtime staff remove EMAIL [--practice ID]
                                      takes the access to a practice away
  chairtime staff reset EMAIL         new password, no second factor, no passkeys: for who has lost their phone
  chairtime schema                    prints the JSON Schema of practice files
  chairtime check [--practice ID]     reckons anew which places are taken and compares; prints differences
  chairtime erase --practice ID --before DATE
                                      removes what names patients from visits that ended before that date; the
                                      server does so each night for what is older than the file's retentionMonths
  chairtime backup FOLDER             copies databases and secrets into a new folder, also while the server runs
  chairtime restore FOLDER [--replace]
                                      puts a backup in place; the server must be stopped
  chairtime copy                      copies the databases of DATA_DIR into the empty Postgres that DATABASE_URL names,
                                      compares both and keeps all or nothing; the server must be stopped

Settings are read from the environment:
  PORT (8080), HOST (127.0.0.1), DATA_DIR (./data), PUBLIC_URL (http://localhost:PORT),
  DATABASE_URL (none; postgres://… keeps everything in Postgres instead of DATA_DIR),
  TRUST_PROXY (0; 1 when a proxy of yours writes X-Forwarded-For),
  RATE_LIMITS (1; 0 when a proxy of yours limits callers),
  METRICS_TOKEN (none; who may read /metrics, else programs on this machine only),
  SECRET (kept in DATA_DIR; at least 32 characters, the same for all servers on one Postgres),
  SMTP_URL (none; smtps://user:password@host or smtp://…, which goes over to TLS; without it mails are kept in
  DATA_DIR/mail), MAIL_FROM (noreply@ the host of PUBLIC_URL; the address that mails come from)

Questions to the engine, over a practice file, without a server:
  chairtime slots FILE --reason ID    times on offer, 7 days from today unless --from and --to say otherwise
  chairtime days FILE --reason ID     how many times each date has
  chairtime next FILE --reason ID     the first time on offer, from --from on
  chairtime explain FILE --reason ID --start TIME
                                      is this time offered? if not, every reason, and what would help
  chairtime compile FILE              the rules as JSON that a page can answer from

  --practitioner ID  --location ID  --patients new|existing
  --from DATE  --to DATE              the last is not included
  --at TIME                           what counts as now, like 2026-11-21T08:00:00-05:00
  --busy FILE                         JSON list of what is taken: [{ "id", "practitioner", "start", "end", … }]
  --json                              for programs

Ends with 0 when something is offered, 2 when nothing is, 1 when the call or a file is wrong.

  chairtime slots practice.json --reason check-up --from 2026-11-23 --to 2026-11-24
  chairtime explain practice.json --reason check-up --start 2026-11-23T12:15:00-05:00 --busy taken.json
`

/** Runs one command. Says what is wrong in one plain message and ends with 1 when it can't. */
export async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args
  try {
    if (command === 'serve') await runServe(readConfig())
    else if (command === 'import') await runImport(readConfig(), rest)
    else if (command === 'staff') await runStaff(readConfig(), rest)
    else if (command === 'check') await runCheck(readConfig(), rest)
    else if (command === 'erase') await runErase(readConfig(), rest)
    else if (command === 'backup') await runBackup(readConfig(), rest[0])
    else if (command === 'restore') runRestore(readConfig(), rest)
    else if (command === 'copy') await runCopy(readConfig())
    else if (isQuery(command)) runQuery(command, rest)
    else if (command === 'schema') console.log(JSON.stringify(practiceFileSchema(), null, 2))
    else if (command === undefined || command === 'help' || command === '--help') console.log(HELP)
    else throw new RangeError(`there is no command "${command}"; chairtime help lists them`)
  } catch (error) {
    const isCallersMistake = error instanceof RangeError || isParseError(error)
    if (!isCallersMistake) throw error
    console.error(`chairtime: ${error.message}`)
    process.exitCode = 1
  }
}

function isQuery(command: string | undefined): command is Query {
  return (queries as readonly (string | undefined)[]).includes(command)
}

/** What parseArgs says of an option it doesn't know. */
function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
