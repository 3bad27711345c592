import type { ReplayRequest } from '../../../shared/delivery/replay-request.ts'
import { Switch } from '../../ui/switch.tsx'
import { useReplay } from './replay-store.ts'

/** What of a replay says how the request came: as it is chosen now, for the call that sends. */
export function useSendingWay(
  addedNames: readonly string[],
): Pick<ReplayRequest, 'keepHost' | 'asProvider' | 'leaveOut'> {
  const { keepHost, asProvider, leaveOutAdded } = useReplay()
  return {
    keepHost,
    asProvider,
    ...(leaveOutAdded && addedNames.length > 0 ? { leaveOut: [...addedNames] } : {}),
  }
}

/** Chooses which Host is sent, and what of the way through the tunnel. */
export function SendingWay({ addedNames }: { readonly addedNames: readonly string[] }) {
  const { keepHost, asProvider, leaveOutAdded } = useReplay()
  return (
    <>
      <Switch
        label="Keep the captured Host"
        checked={keepHost && !asProvider}
        disabled={asProvider}
        onChange={(keep) => useReplay.setState({ keepHost: keep })}
      />
      <span title="Sends Host and X-Forwarded-… of the public URL, for handlers that check a signature over it">
        <Switch
          label="As the provider called it"
          checked={asProvider}
          onChange={(as) => useReplay.setState({ asProvider: as })}
        />
      </span>
      {addedNames.length > 0 && (
        <span title={addedNames.join(', ')}>
          <Switch
            label="Leave out what the tunnel added"
            checked={leaveOutAdded}
            onChange={(leave) => useReplay.setState({ leaveOutAdded: leave })}
          />
        </span>
      )}
    </>
  )
}
