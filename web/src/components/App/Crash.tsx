import { Component, type ReactNode } from "react";
import { texts } from "../../texts";
import { Notice } from "../Notice";

/** What stands where the page itself failed. */
export class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice onAgain={() => location.reload()} againLabel={texts.errors.reload}>
        {texts.errors.crashed}
      </Notice>
    );
  }
}
