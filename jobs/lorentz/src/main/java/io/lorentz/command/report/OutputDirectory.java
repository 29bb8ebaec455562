package io.lorentz.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.command.fault.MisuseException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A folder that is there as a whole or not at all.
 *
 * <p>Files are written to a hidden folder beside the target, which takes the target's place at the
 * end. Until then, and if anything fails or the process is asked to stop, the target is as it was.
 * A target that is not empty is replaced only if its {@code manifest.json} says that Lorentz wrote
 * it and it holds nothing but what that manifest names; anything else could be somebody's work, and
 * is refused before the run begins.
 *
 * <p>Not thread-safe, but the end of the process may come at any time.
 */
public final class OutputDirectory implements AutoCloseable {

  /** Name of the file that tells who wrote a folder. */
  public static final String MANIFEST = "manifest.json";

  /** Number of the form of a report's files; another number cannot be read by this code. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REMOVAL_TRIES = 20;
  private static final long REMOVAL_PAUSE_NANOS = 20_000_000;

  private final Path target;
  private final Path staging;
  private final List<Path> madeParents;
  private boolean committed;
  private boolean removed;
  private final ExitHook atExit;

  private OutputDirectory(Path target, Path staging, List<Path> madeParents) {
    this.target = target;
    this.staging = staging;
    this.madeParents = madeParents;
    this.atExit = ExitHook.of("remove unfinished output", this::removeUnfinished);
  }

  /**
   * Makes the hidden folder.
   *
   * @param target where the files shall be in the end
   * @throws MisuseException if the target must not be replaced or cannot be written
   */
  public static OutputDirectory open(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    requireReplaceable(target, absolute);
    return begin(target, absolute);
  }

  /**
   * The same for a target of which the caller knows that all in it may be replaced.
   *
   * @throws MisuseException if the target cannot be a folder or cannot be written
   */
  public static OutputDirectory replacing(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    requireFolder(target, absolute);
    return begin(target, absolute);
  }

  private static OutputDirectory begin(Path target, Path absolute) {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path p = absolute.getParent(); p != null && !Files.exists(p); p = p.getParent()) {
      missing.push(p);
    }
    List<Path> made = new ArrayList<>();
    try {
      for (Path parent : missing) {
        made.add(0, Files.createDirectory(parent));
      }
      return new OutputDirectory(absolute, createStaging(absolute), made);
    } catch (IOException e) {
      made.forEach(OutputDirectory::removeIfEmpty);
      throw new MisuseException(
          "--out " + target + ": cannot be written (" + reason(e) + "); choose another folder");
    }
  }

  /** The hidden folder to write to. */
  public Path path() {
    return staging;
  }

  /** Removes a folder below the hidden one, with all that is in it. */
  public void removeFolder(Path folder) throws IOException {
    if (!folder.startsWith(staging)) {
      throw new IllegalArgumentException("folder: must lie below " + staging + ", was " + folder);
    }
    removeTree(folder);
  }

  /**
   * Puts the files in place.
   *
   * @throws MisuseException if they cannot be moved
   */
  public synchronized void commit() {
    if (removed) {
      throw new MisuseException("--out " + target + ": the process was asked to stop");
    }
    Path replaced = replaced(staging);
    try {
      boolean replaces = Files.exists(target);
      if (replaces) {
        Files.move(target, replaced);
      }
      try {
        Files.move(staging, target);
      } catch (IOException e) {
        if (replaces) {
          Files.move(replaced, target);
        }
        throw e;
      }
      madeParents.clear();
      committed = true;
    } catch (IOException e) {
      throw new MisuseException(
          "--out "
              + target
              + ": cannot be put in place ("
              + reason(e)
              + "); choose another folder");
    }
    removeQuietly(replaced);
  }

  /** The report is in place; that an earlier one stays hidden beside it does it no harm. */
  private static void removeQuietly(Path replaced) {
    try {
      removeTree(replaced);
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }

  private static Path replaced(Path staging) {
    return staging.resolveSibling(staging.getFileName() + ".replaced");
  }

  /** Removes what was not put in place. */
  @Override
  public void close() {
    removeUnfinished();
    atExit.close();
  }

  /** Waits for a commit that is under way, as the process may end in the middle of it. */
  private synchronized void removeUnfinished() {
    if (committed) {
      return;
    }
    removed = true;
    // Out of reach first: threads that still write find no folder, instead of filling one that is
    // being emptied.
    Path away = staging.resolveSibling(staging.getFileName() + ".removed");
    try {
      Files.move(staging, away);
    } catch (IOException e) {
      away = staging;
    }
    if (removePatiently(away) && removePatiently(staging)) {
      madeParents.forEach(OutputDirectory::removeIfEmpty);
    }
  }

  /**
   * False if it stays: nothing depends on it, it is hidden and its name says that it is partial.
   */
  private static boolean removePatiently(Path folder) {
    for (int tries = 0; tries < REMOVAL_TRIES; tries++) {
      try {
        removeTree(folder);
        return true;
      } catch (IOException | UncheckedIOException e) {
        // Somebody writes there until the process has ended.
        LockSupport.parkNanos(REMOVAL_PAUSE_NANOS);
      }
    }
    return false;
  }

  private static void requireFolder(Path named, Path target) {
    if (target.getFileName() == null) {
      throw new MisuseException("--out " + named + ": is the root; choose a folder below it");
    }
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new MisuseException("--out " + named + ": is a file; choose a folder");
    }
  }

  private static void requireReplaceable(Path named, Path target) {
    requireFolder(named, target);
    if (!Files.exists(target)) {
      return;
    }
    List<String> present = files(named, target);
    if (!present.isEmpty() && !writtenByLorentz(target, present)) {
      throw new MisuseException(
          "--out "
              + named
              + ": is not empty and holds more than a report of lorentz; choose another folder");
    }
  }

  /** Not a temporary directory of the platform: that would hide the report from other users. */
  private static Path createStaging(Path target) throws IOException {
    int number = 0;
    while (Files.exists(staging(target, number))
        || Files.exists(replaced(staging(target, number)))) {
      // Another run is writing there, or was killed; neither is ours to remove.
      number++;
    }
    return Files.createDirectory(staging(target, number));
  }

  private static Path staging(Path target, int number) {
    return target.resolveSibling("." + target.getFileName() + ".partial" + number);
  }

  private static boolean writtenByLorentz(Path target, List<String> present) {
    try {
      JsonNode manifest = JSON.readTree(target.resolve(MANIFEST).toFile());
      List<String> ours = new ArrayList<>(List.of(MANIFEST));
      manifest.path("files").forEach(file -> ours.add(file.asText()));
      return manifest.path("written_by").asText().equals("lorentz") && ours.containsAll(present);
    } catch (IOException e) {
      return false;
    }
  }

  /** Every file below the folder, as the manifest names them. */
  private static List<String> files(Path named, Path folder) {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(entry -> !Files.isDirectory(entry))
          .map(entry -> folder.relativize(entry).toString().replace(File.separatorChar, '/'))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw unreadable(named, e.getCause());
    } catch (IOException e) {
      throw unreadable(named, e);
    }
  }

  private static MisuseException unreadable(Path named, IOException e) {
    return new MisuseException(
        "--out " + named + ": cannot be read (" + reason(e) + "); choose another folder");
  }

  private static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }

  private static void removeIfEmpty(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        return;
      }
    } catch (IOException e) {
      return;
    }
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Somebody else wrote to it in between; then it stays.
      return;
    }
  }

  private static String reason(IOException e) {
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
  }
}
