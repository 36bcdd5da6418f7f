/** Users by the file, in and out. */
import { Text, Title } from '@mantine/core'
import { useMay } from '../../me.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { Frame } from '../../parts/frame.tsx'
import type { Row } from '../../parts/read-rows.ts'
import { hrefOf } from '../../place.ts'
import { transferTexts } from '../../texts/transfer.ts'
import { useTexts } from '../../use-texts.ts'
import { NotHere } from '../not-here.tsx'
import { UserImport } from './user-import.tsx'

export function UserTransfer() {
  const texts = useTexts(transferTexts)
  const mayTransfer = useMay('operator')
  if (!mayTransfer) return <NotHere />
  return (
    <Frame title={texts.title} up={{ title: texts.users, href: hrefOf(['users']) }}>
      <div className="columns">
        <section className="panel">
          <Title order={2} size="h5">
            {texts.importTitle}
          </Title>
          <Text size="sm" c="dimmed" mb="md">
            {texts.importHint}
          </Text>
          <UserImport />
        </section>
        <section className="panel">
          <Title order={2} size="h5">
            {texts.exportTitle}
          </Title>
          <Text size="sm" c="dimmed" mb="md">
            {texts.exportHint}
          </Text>
          <ExportButton<Row> path="users/export" query={{}} fileName="users.csv" texts={texts} />
        </section>
      </div>
    </Frame>
  )
}
