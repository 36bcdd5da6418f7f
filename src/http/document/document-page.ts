/** The API document as a page: plain HTML that loads its style sheet and nothing else. */
import { escapeHtml } from '../pages/escape-html.ts'
import { type DocumentSchema, schemaText } from './schema-text.ts'

type Content = { readonly content?: Readonly<Record<string, { readonly schema: DocumentSchema }>> }
type Answer = Content & { readonly description?: string; readonly $ref?: string }
/** Written out, or where it is written. */
type Parameter = {
  readonly $ref?: string
  readonly name?: string
  readonly required?: boolean
  readonly description?: string
  readonly schema?: DocumentSchema
}

type Operation = {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security?: readonly object[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Answer>>
}

/** What the page needs of an OpenAPI document, as it is after JSON. */
export type ReadDocument = {
  readonly info: { readonly title: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, DocumentSchema>>
    readonly responses: Readonly<Record<string, Answer>>
    readonly parameters: Readonly<Record<string, Parameter>>
  }
}

type Entry = { readonly path: string; readonly method: string; readonly operation: Operation }

export function documentPage(document: ReadDocument): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = Map.groupBy(entries, ({ operation }) => operation.tags[0] ?? '')
  const title = escapeHtml(document.info.title)
  const contents = [...groups].map(
    ([tag, of]) => `<h2>${escapeHtml(tag)}</h2><ul>${of.map(contentsLine).join('')}</ul>`,
  )
  const sections = [...groups.values()].flat().map((entry) => section(entry, document))
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}: API</title><link rel="stylesheet" href="/docs.css"></head><body>
<header><h1>${title}: API</h1><p>${prose(document.info.description)}
The same as <a href="/openapi.json">OpenAPI 3.1</a>.</p></header>
<nav>${contents.join('')}<h2>Answers in common</h2>${commonLinks(document)}</nav>
<main>${sections.join('')}${commonSchemas(document)}</main></body></html>`
}

function contentsLine({ path, method, operation: { operationId, summary } }: Entry): string {
  const call = `${method.toUpperCase()} ${escapeHtml(path)}`
  return `<li><a href="#${escapeHtml(operationId)}"><code>${call}</code></a> ${prose(summary)}</li>`
}

function section({ path, method, operation }: Entry, document: ReadDocument): string {
  const { operationId, summary, description, security, requestBody, responses } = operation
  const needsSession = security?.every((one) => Object.keys(one).length > 0)
  return `<section id="${escapeHtml(operationId)}"><h3><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h3>
<p>${prose(summary)}${needsSession ? ' Needs a session.' : ''}</p>
${description === undefined ? '' : `<p>${prose(description)}</p>`}
${parameterList(operation, document)}${schemaBlock('Request', requestBody)}
<h4>Answers</h4>${Object.entries(responses)
    .map(([status, answer]) => answerBlock(status, answer, document))
    .join('')}</section>`
}

function parameterList({ parameters = [] }: Operation, { components }: ReadDocument): string {
  const rows = parameters.flatMap((given) => {
    const found = given.$ref === undefined ? given : components.parameters[nameOf(given.$ref)]
    if (found === undefined) return []
    const { name = '', required = false, description, schema } = found
    return [
      `<li><code>${escapeHtml(name)}</code>${required ? '' : ' (optional)'}: ${prose(description ?? schema?.description ?? '')}</li>`,
    ]
  })
  return rows.length === 0 ? '' : `<h4>Parameters</h4><ul>${rows.join('')}</ul>`
}

function answerBlock(status: string, answer: Answer, { components }: ReadDocument): string {
  const { description = '', content } =
    answer.$ref === undefined ? answer : (components.responses[nameOf(answer.$ref)] ?? {})
  const schema = content?.['application/json']?.schema
  const link = schema?.$ref === undefined ? '' : ` ${schemaLink(nameOf(schema.$ref))}`
  const text = `<p><b>${escapeHtml(status)}</b> ${prose(description)}${link}</p>`
  return schema === undefined || link !== '' ? text : `${text}<pre>${escapeHtml(schemaText(schema))}</pre>`
}

function schemaBlock(heading: string, body: Content | undefined): string {
  const schema = body?.content?.['application/json']?.schema
  return schema === undefined ? '' : `<h4>${heading}</h4><pre>${escapeHtml(schemaText(schema))}</pre>`
}

function commonLinks({ components }: ReadDocument): string {
  const items = Object.keys(components.schemas).map((name) => `<li>${schemaLink(name)}</li>`)
  return `<ul>${items.join('')}</ul>`
}

function commonSchemas({ components }: ReadDocument): string {
  return Object.entries(components.schemas)
    .map(([name, schema]) => {
      const safe = escapeHtml(name)
      return `<section id="schema.${safe}"><h3>${safe}</h3><p>${prose(schema.description ?? '')}</p>
<pre>${escapeHtml(schemaText(schema))}</pre></section>`
    })
    .join('')
}

function schemaLink(name: string): string {
  return `<a href="#schema.${escapeHtml(name)}">${escapeHtml(name)}</a>`
}

/** Text with line breaks and \`code\`. */
function prose(text: string): string {
  return escapeHtml(text)
    .replaceAll('\n', '<br>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
}

function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? ''
}

export const documentStyle = `:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
section { border-top: 1px solid #8884; padding: 1rem 0 }
h3, li { overflow-wrap: anywhere }
h4 { margin-bottom: 0 }
pre { background: #8881; border-radius: .3rem; overflow-x: auto; padding: .8rem }
code, pre { font: .9em/1.5 ui-monospace, monospace }
`
