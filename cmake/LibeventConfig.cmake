# libevent for CMake:
#
#   find_package(Libevent 2.1 REQUIRED COMPONENTS core extra pthreads openssl)
#   target_link_libraries(program PRIVATE libevent::core libevent::pthreads)
#
# The components core, extra and pthreads are one library here; openssl, mbedtls and rustls are one each.
# Without COMPONENTS all that are installed are found. set(LIBEVENT_STATIC_LINK ON) before it takes the
# static libraries.
#
# Sets Libevent_FOUND, LIBEVENT_FOUND, LIBEVENT_VERSION, LIBEVENT_INCLUDE_DIR, LIBEVENT_INCLUDE_DIRS, and
# in LIBEVENT_LIBRARIES the targets of the components.

# Real paths: where /lib is a link to /usr/lib, what lies beside it must be found all the same.
get_filename_component(_libevent_lib "${CMAKE_CURRENT_LIST_DIR}/../.." REALPATH)
# From the libraries to the headers; `make install` writes the way for other directories.
set(_libevent_to_include ../include)
get_filename_component(LIBEVENT_INCLUDE_DIR "${_libevent_lib}/${_libevent_to_include}" ABSOLUTE)
set(LIBEVENT_INCLUDE_DIRS "${LIBEVENT_INCLUDE_DIR}")
set(LIBEVENT_VERSION "${Libevent_VERSION}")
set(LIBEVENT_LIBRARIES "")

if(LIBEVENT_STATIC_LINK)
  set(_libevent_type STATIC)
  set(_libevent_suffix .a)
else()
  set(_libevent_type SHARED)
  set(_libevent_suffix .so)
endif()

# What a static library of TLS needs.
set(_libevent_needs_openssl OpenSSL::SSL OpenSSL::Crypto)
set(_libevent_needs_mbedtls mbedtls mbedx509 mbedcrypto)
set(_libevent_needs_rustls "")

# Makes the target libevent::NAME, unless there is one or the library is missing.
function(_libevent_target name)
  set(file "${_libevent_lib}/libevent_${name}${_libevent_suffix}")
  if(TARGET libevent::${name} OR NOT EXISTS "${file}")
    return()
  endif()
  add_library(libevent::${name} ${_libevent_type} IMPORTED)
  set(needed "")
  if(NOT name STREQUAL "core")
    list(APPEND needed libevent::core)
  endif()
  if(LIBEVENT_STATIC_LINK)
    list(APPEND needed ${_libevent_needs_${name}} Threads::Threads ${CMAKE_DL_LIBS} m)
  endif()
  set_target_properties(libevent::${name} PROPERTIES
    IMPORTED_LOCATION "${file}"
    INTERFACE_INCLUDE_DIRECTORIES "${LIBEVENT_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${needed}")
endfunction()

if(Libevent_FIND_COMPONENTS)
  set(_libevent_wanted ${Libevent_FIND_COMPONENTS})
else()
  set(_libevent_wanted core extra pthreads)
  foreach(_libevent_name openssl mbedtls rustls)
    if(EXISTS "${_libevent_lib}/libevent_${_libevent_name}${_libevent_suffix}")
      list(APPEND _libevent_wanted ${_libevent_name})
    endif()
  endforeach()
endif()

if(LIBEVENT_STATIC_LINK)
  include(CMakeFindDependencyMacro)
  find_dependency(Threads)
  if("openssl" IN_LIST _libevent_wanted)
    find_dependency(OpenSSL)
  endif()
endif()

# The others need it, whether it is asked for or not.
_libevent_target(core)
set(Libevent_FOUND TRUE)
foreach(_libevent_name IN LISTS _libevent_wanted)
  _libevent_target(${_libevent_name})
  if(TARGET libevent::${_libevent_name})
    set(Libevent_${_libevent_name}_FOUND TRUE)
    list(APPEND LIBEVENT_LIBRARIES libevent::${_libevent_name})
  elseif(Libevent_FIND_REQUIRED_${_libevent_name} OR NOT Libevent_FIND_COMPONENTS)
    set(Libevent_FOUND FALSE)
    set(Libevent_NOT_FOUND_MESSAGE "no ${_libevent_type} library for the component ${_libevent_name} in ${_libevent_lib}")
  endif()
endforeach()
set(LIBEVENT_FOUND ${Libevent_FOUND})
