import { Component, type ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'

interface ErrorBoundaryProps {
  /** What could not be shown: "The detail could not be shown". */
  readonly title: string
  /** Tries again when this changes: another thing is shown. */
  readonly resetOn?: string
  readonly children: ReactNode
}

/** Keeps a bug in one part of the screen from taking the rest of it along. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override componentDidUpdate(before: ErrorBoundaryProps): void {
    if (before.resetOn !== this.props.resetOn && this.state.error !== null) this.setState({ error: null })
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return <ErrorState title={this.props.title} error={this.state.error} retry={() => this.setState({ error: null })} />
  }
}
