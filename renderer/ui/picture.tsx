import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** A captured image, on a ground that shows where it is transparent. An `<img>` runs no scripts, whatever the bytes are. */
export function Picture({ className, alt, ...rest }: ComponentProps<'img'> & { readonly alt: string }) {
  return (
    <img
      alt={alt}
      className={classNames(
        'max-w-full rounded-md border border-line bg-[repeating-conic-gradient(var(--raised)_0_25%,var(--panel)_0_50%)] bg-size-[16px_16px] object-contain',
        className,
      )}
      {...rest}
    />
  )
}
