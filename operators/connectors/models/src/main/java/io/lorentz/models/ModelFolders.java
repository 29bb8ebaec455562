package io.lorentz.models;

import io.lorentz.core.inference.ModelStore;
import io.lorentz.core.inference.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of versions, each in a folder named by its id.
 *
 * <p>Thread-safe. Within a JVM a version is read once: subtasks share its memory, and it is let go
 * when nobody asks it and the heap is short.
 */
public final class ModelFolders implements ModelStore {

  private static final Map<String, SoftReference<TrainedModel>> READ = new ConcurrentHashMap<>();

  /** Other folders are those of copies that were cut short. */
  private static final String ID = "[0-9a-f]{64}";

  private final Path root;
  private final ModelNeeds needs;

  /**
   * Opens a store.
   *
   * @param root the folder; need not be there yet
   * @param needs what its versions have to fit
   */
  public ModelFolders(Path root, ModelNeeds needs) {
    this.root = root;
    this.needs = needs;
  }

  @Override
  public TrainedModel load(String id) {
    ModelFolder folder = folder(id).requireFits(needs);
    // An id says all that the files hold, wherever they lie.
    TrainedModel[] model = new TrainedModel[1];
    READ.compute(
        id,
        (same, reference) -> {
          model[0] = reference == null ? null : reference.get();
          if (model[0] == null) {
            model[0] = folder.read();
            return new SoftReference<>(model[0]);
          }
          return reference;
        });
    return model[0];
  }

  /**
   * The folder of a version.
   *
   * @throws BadModelException if it is not there, or its manifest is not the one of that id
   */
  public ModelFolder folder(String id) {
    ModelFolder folder = ModelFolder.open(root.resolve(id));
    if (!folder.id().equals(id)) {
      throw new BadModelException(
          folder.folder(),
          "must hold the version of its name, holds " + folder.id(),
          "copy it again");
    }
    return folder;
  }

  /** All versions, in order of the time they were trained to. */
  public List<ModelFolder> all() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> folder.getFileName().toString().matches(ID))
          .map(folder -> folder(folder.getFileName().toString()))
          .sorted(
              java.util.Comparator.comparingLong((ModelFolder one) -> one.manifest().trainedToMs())
                  .thenComparing(ModelFolder::id))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes a version over: copies its folder under its id, if it is not there yet.
   *
   * @throws BadModelException if it is corrupt or does not fit
   */
  public ModelFolder add(ModelFolder version) {
    version.requireFits(needs).read();
    Path target = root.resolve(version.id());
    if (Files.exists(target)) {
      return folder(version.id());
    }
    try {
      Files.createDirectories(root);
      // Not a temporary one: that would hide the version from the job's user.
      Path half = Files.createDirectory(root.resolve(".adding-" + UUID.randomUUID()));
      for (String name : version.files()) {
        Files.copy(version.folder().resolve(name), half.resolve(name));
      }
      Files.move(half, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder(version.id());
  }
}
