package io.lorentz.command.manual;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the sources of option records say of each component: their {@code @param} tags. */
final class ComponentMeanings {

  private static final int MODULE_DEPTH = 6;
  private static final Pattern COMPONENT = Pattern.compile("\\b[a-z]+(?:[A-Z][a-z0-9]+)+\\b");

  private final List<Path> sourceFolders;
  private final Map<Class<?>, Map<String, String>> read = new HashMap<>();

  /**
   * Finds the sources.
   *
   * @param root folder of the project
   */
  ComponentMeanings(Path root) throws IOException {
    try (Stream<Path> folders = Files.walk(root, MODULE_DEPTH)) {
      sourceFolders =
          folders
              .filter(folder -> folder.endsWith(Path.of("src", "main", "java")))
              .sorted()
              .toList();
    }
  }

  /**
   * The meaning of a component as Markdown on one line; empty where its record's Javadoc has none.
   */
  String of(Class<?> type, String component) {
    return read.computeIfAbsent(type, this::read).getOrDefault(component, "");
  }

  private Map<String, String> read(Class<?> type) {
    Path file = source(type);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
      Map<String, String> meanings = new HashMap<>();
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Params(docs, type.getSimpleName(), meanings).scan(unit, null);
      }
      return meanings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path source(Class<?> type) {
    String name = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
    return sourceFolders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " has no source in the project"));
  }

  /** Takes the tags of one class. */
  private static final class Params extends TreePathScanner<Void, Void> {

    private final DocTrees docs;
    private final String name;
    private final Map<String, String> meanings;

    Params(DocTrees docs, String name, Map<String, String> meanings) {
      this.docs = docs;
      this.name = name;
      this.meanings = meanings;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      if (tree.getSimpleName().contentEquals(name)) {
        take(getCurrentPath());
      }
      return super.visitClass(tree, null);
    }

    private void take(TreePath path) {
      DocCommentTree comment = docs.getDocCommentTree(path);
      if (comment == null) {
        return;
      }
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree param && !param.isTypeParameter()) {
          meanings.put(param.getName().getName().toString(), text(param.getDescription()));
        }
      }
    }

    private static String text(List<? extends DocTree> parts) {
      StringBuilder text = new StringBuilder();
      parts.forEach(part -> text.append(text(part)));
      return text.toString().replaceAll("\\s+", " ").strip();
    }

    private static String text(DocTree part) {
      if (part instanceof TextTree plain) {
        return asKeys(plain.getBody());
      }
      if (part instanceof LiteralTree literal) {
        return "`" + asKeys(literal.getBody().getBody().strip()) + "`";
      }
      if (part instanceof LinkTree link) {
        String label = text(link.getLabel());
        return label.isEmpty()
            ? "`" + link.getReference().getSignature().replace('#', '.') + "`"
            : label;
      }
      if (part instanceof EntityTree entity) {
        return "&" + entity.getName() + ";";
      }
      throw new AssertionError(part + ": is no text that a table can hold; say it without");
    }

    /** Components are keys here: {@code maxQueries} is {@code max-queries}. */
    private static String asKeys(String text) {
      return COMPONENT.matcher(text).replaceAll(word -> Keys.of(word.group()));
    }
  }
}
