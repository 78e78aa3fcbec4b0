package org.showerforge.jobs.refresh;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The addresses of files as a page links to them. */
final class PageLinks {
  private final Configuration conf;
  private final Path folder;

  /** Links of a page; its path names its file system. */
  PageLinks(Configuration conf, Path page) {
    this.conf = conf;
    this.folder = Objects.requireNonNull(page.getParent(), "a file has a folder");
  }

  /**
   * Where a file is, seen from the page: a relative link on the page's own file system, so that
   * both can be moved or served together, else the file's address. Empty if there is no such file.
   */
  String to(Path file) throws IOException {
    Path found;
    try {
      found = file.getFileSystem(conf).getFileStatus(file).getPath();
    } catch (FileNotFoundException e) {
      return "";
    }
    URI there = found.toUri();
    URI here = folder.toUri();
    return Objects.equals(there.getScheme(), here.getScheme())
            && Objects.equals(there.getAuthority(), here.getAuthority())
        ? relative(parts(here.getPath()), parts(there.getPath()))
        : there.toASCIIString();
  }

  private static List<String> parts(String path) {
    return Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList();
  }

  private static String relative(List<String> here, List<String> there) {
    int same = 0;
    while (same < here.size() && same < there.size() && here.get(same).equals(there.get(same))) {
      same++;
    }
    String path =
        Stream.concat(
                here.subList(same, here.size()).stream().map(part -> ".."),
                there.subList(same, there.size()).stream())
            .collect(Collectors.joining("/"));
    try {
      // With a dot before it, or a colon in the first part would end a scheme.
      return new URI(null, null, "./" + path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
