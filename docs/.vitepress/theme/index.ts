/** The default theme in the fonts of the system, programs that run in place, and colours that pass in light and dark. */
import DefaultTheme from "vitepress/theme-without-fonts";
import { h } from "vue";
import MarkdownTwin from "./MarkdownTwin.vue";
import RunProgram from "./RunProgram.vue";
import "./site.css";

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "doc-footer-before": () => h(MarkdownTwin) }),
  enhanceApp({ app }: { app: { component(name: string, component: unknown): void } }) {
    app.component("RunProgram", RunProgram);
  },
};
