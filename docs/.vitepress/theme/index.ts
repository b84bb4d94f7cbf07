/** The default theme, the live cascade of the home page, programs that run in place, and colours that pass in light and dark. */
import DefaultTheme from "vitepress/theme";
import { h } from "vue";
import LiveCascade from "./LiveCascade.vue";
import MarkdownTwin from "./MarkdownTwin.vue";
import RunProgram from "./RunProgram.vue";
import "./site.css";

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "doc-footer-before": () => h(MarkdownTwin) }),
  enhanceApp({ app }: { app: { component(name: string, component: unknown): void } }) {
    app.component("LiveCascade", LiveCascade);
    app.component("RunProgram", RunProgram);
  },
};
