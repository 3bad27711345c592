import type { HTMLAttributes } from 'react'
import { classNames } from './class-names.ts'

interface SmallTitleProps extends HTMLAttributes<HTMLElement> {
  readonly as?: 'h3' | 'h4' | 'p' | 'span' | 'legend' | 'caption'
}

/** Names a part of a form or pane, as the label of a field names the field. */
export function SmallTitle({ as: Title = 'h3', className, ...rest }: SmallTitleProps) {
  return <Title className={classNames('text-small font-medium text-dim', className)} {...rest} />
}
