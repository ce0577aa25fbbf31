package io.drawbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

/** The Javadoc of the configuration interfaces is the documentation of the settings. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfigurationPageTest {

    record Setting(String name, String defaultValue, String meaning) {
        String row() {
            String environment = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
            return "| `" + environment + "` | " + (defaultValue.isEmpty() ? "" : "`" + defaultValue + "`") + " | " + meaning
                    + " | `" + name + "` |\n";
        }
    }

    @Test
    void every_setting_has_its_row_and_every_row_its_javadoc() throws IOException {
        List<Setting> settings = settings();
        assertThat(settings).extracting(Setting::name).contains("drawbridge.data-dir", "drawbridge.ftp.port",
                "drawbridge.admin.password");
        assertThat(settings).allSatisfy(setting -> assertThat(setting.meaning()).as(setting.name()).isNotBlank());
        Page.holds("configuration.md", "| environment | default | meaning | property |\n|---|---|---|---|\n"
                + settings.stream().map(Setting::row).collect(Collectors.joining()));
    }

    private static List<Setting> settings() throws IOException {
        List<Path> sources;
        try (var files = Files.walk(Page.PROJECT)) {
            sources = files.filter(file -> file.toString().endsWith("Config.java") && file.toString().contains("/src/main/"))
                    .sorted().toList();
        }
        List<Setting> settings = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree source : task.parse()) {
                new TreePathScanner<Void, String>() {
                    @Override
                    public Void visitClass(ClassTree type, String ignored) {
                        return super.visitClass(type, argument(type.getModifiers(), "ConfigMapping", "prefix").orElseThrow());
                    }

                    @Override
                    public Void visitMethod(MethodTree method, String prefix) {
                        boolean derived = method.getBody() != null;
                        if (!derived) {
                            settings.add(new Setting(prefix + "." + kebab(method.getName().toString()),
                                    argument(method.getModifiers(), "WithDefault", "value").orElse(""),
                                    meaning(docs, getCurrentPath())));
                        }
                        return null;
                    }
                }.scan(source, null);
            }
        }
        return settings;
    }

    private static String meaning(DocTrees docs, TreePath method) {
        String comment = docs.getDocComment(method);
        return comment == null ? "" : comment.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }

    private static Optional<String> argument(ModifiersTree modifiers, String annotation, String name) {
        for (AnnotationTree tree : modifiers.getAnnotations()) {
            if (tree.getAnnotationType().toString().equals(annotation)) {
                for (var argument : tree.getArguments()) {
                    String text = argument.toString();
                    if (text.startsWith(name + " = ") || !text.contains(" = ")) {
                        return Optional.of(text.substring(text.indexOf('"') + 1, text.lastIndexOf('"')));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
