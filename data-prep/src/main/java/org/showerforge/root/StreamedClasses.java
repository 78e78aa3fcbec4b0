package org.showerforge.root;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of streamed classes, by class and version, as a file describes them (TStreamerInfo).
 *
 * <p>The descriptions are streamed objects themselves; their own layout, which has not changed
 * since 2002, is built in.
 */
final class StreamedClasses {
  /**
   * One member of a class.
   *
   * @param kind ROOT's number of its type, see {@link ObjectReader}
   * @param length number of values of an array
   * @param counter name of the member that counts the values behind a pointer, or empty
   */
  record Member(String name, String typeName, int kind, int length, String counter) {}

  private static final List<Member> INFO =
      List.of(
          member("TNamed", ObjectReader.NAMED),
          member("fCheckSum", 13),
          member("fClassVersion", 3),
          member("fElements", ObjectReader.POINTER));

  private static final List<Member> ELEMENT =
      List.of(
          member("TNamed", ObjectReader.NAMED),
          member("fType", 3),
          member("fSize", 3),
          member("fArrayLength", 3),
          member("fArrayDim", 3),
          new Member("fMaxIndex", "Int_t", ObjectReader.ARRAY + 3, 5, ""),
          member("fTypeName", ObjectReader.STRING));

  private static final List<Member> PLAIN = List.of(member("TStreamerElement", 0));

  private static final List<Member> STL_STRING = List.of(member("TStreamerSTL", 0));

  private static final List<Member> COUNTED =
      List.of(
          member("TStreamerElement", 0),
          member("fCountVersion", 3),
          member("fCountName", ObjectReader.STRING));

  /** The descriptions that describe descriptions. */
  static final StreamedClasses BUILT_IN = new StreamedClasses(Map.of());

  private final Map<String, Map<Integer, List<Member>>> classes;

  private StreamedClasses(Map<String, Map<Integer, List<Member>>> classes) {
    this.classes = classes;
  }

  private static Member member(String name, int kind) {
    return new Member(name, name, kind, 0, "");
  }

  /** Reads the file's list of descriptions. */
  static StreamedClasses read(Cursor in, int displacement) {
    Map<String, Map<Integer, List<Member>>> classes = new HashMap<>();
    RootObject list = new ObjectReader(in, displacement, BUILT_IN).object("TList");
    for (RootObject info : list.elements()) {
      if (info == null || !info.className().equals("TStreamerInfo")) {
        continue;
      }
      List<Member> members = new ArrayList<>();
      RootObject elements = info.pointer("fElements");
      for (RootObject element : elements == null ? List.<RootObject>of() : elements.elements()) {
        if (element != null) {
          members.add(
              new Member(
                  element.string("fName"),
                  element.string("fTypeName"),
                  element.integer("fType", -1, 1 << 20),
                  element.integer("fArrayLength", 0, Integer.MAX_VALUE),
                  element.has("fCountName") ? element.string("fCountName") : ""));
        }
      }
      classes
          .computeIfAbsent(info.string("fName"), name -> new HashMap<>())
          .put(info.integer("fClassVersion", Integer.MIN_VALUE, Integer.MAX_VALUE), members);
    }
    return new StreamedClasses(classes);
  }

  /** Whether the built-in members of a class are only its first. */
  static boolean isPartial(String className) {
    return className.startsWith("TStreamer");
  }

  /** The members of a class at a version, or null where they are not described. */
  @Nullable List<Member> members(String className, int version) {
    if (classes.isEmpty() && isPartial(className)) {
      return switch (className) {
        case "TStreamerInfo" -> INFO;
        case "TStreamerElement" -> ELEMENT;
        case "TStreamerBasicPointer", "TStreamerLoop" -> COUNTED;
        case "TStreamerSTLstring" -> STL_STRING;
        default -> PLAIN;
      };
    }
    Map<Integer, List<Member>> versions = classes.get(className);
    return versions == null ? null : versions.get(version);
  }
}
