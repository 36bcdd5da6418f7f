/** What the component library is told besides `console.css`, which holds all colours and sizes. */
import { Badge, Button, createTheme, Modal, Notification, Table } from '@mantine/core'

export const theme = createTheme({
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The library would lock the page's scrolling by a style of its own, which the policy forbids; ours is in a file.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: 'md',
        // Within the shell, which is hidden as a whole while a session is over.
        portalProps: { target: '#dialogs' },
      },
    }),
    // They go by themselves.
    Notification: Notification.extend({ defaultProps: { withCloseButton: false } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 8, horizontalSpacing: 'md' } }),
  },
})
